/**
 * Slots that are looked at together. What a row comes to is made of many small parts, each told by a few slots; to look every one of
 * them up takes long. Parts join in a cluster as long as rows, by a sample of them, have few different values in its slots.
 */

/** What some slots tell: the verdicts of a group of rules, or a part of the line. */
export interface Part {
  readonly slots: readonly number[];
  /** Days: ages that matter to it. */
  readonly ages: readonly number[];
}

export interface Cluster<One extends Part> extends Part {
  readonly parts: readonly One[];
}

/** Of each row the numbers of its values, its platform and its class of age. */
export interface Sample {
  readonly rows: number;
  /** How many there are of a row. */
  readonly width: number;
  readonly values: Int32Array;
}

/** Different kinds of rows of a cluster, as a share of the sample: others are seldom, and each of them takes time. */
const mostShare = 0.15;
/** Of clusters, for which there is room; what comes after them is all looked at together. */
const mostClusters = 200;

/** @param sample undefined: every part is alone */
export function clustersOf<One extends Part>(
  parts: readonly One[],
  sample: Sample | undefined,
): Cluster<One>[] {
  const made = sample === undefined ? parts.map((part) => [part]) : joinedBy(sample, parts);
  const rest = made.slice(mostClusters - 1).flat();
  const all = rest.length === 0 ? made : [...made.slice(0, mostClusters - 1), rest];
  return all.map((own) => ({
    parts: own,
    slots: [...new Set(own.flatMap(({ slots }) => slots))],
    ages: [...new Set(own.flatMap(({ ages }) => ages))],
  }));
}

/** Each part goes to the cluster that it makes least larger, as long as the cluster stays small. */
function joinedBy<One extends Part>(sample: Sample, parts: readonly One[]): One[][] {
  const most = sample.rows * mostShare;
  const made: Growing<One>[] = [];
  const sized = parts.map((part) => ({ part, classes: classesOf(part, sample) }));
  for (const { part, classes } of sized.toSorted((a, b) => b.classes.count - a.classes.count)) {
    const [joined] = made
      .map((cluster) => ({ cluster, classes: bothOf(cluster.classes, classes) }))
      .map((one) => ({ ...one, more: one.classes.count - one.cluster.classes.count }))
      .filter((one) => one.classes.count <= most)
      .toSorted((a, b) => a.more - b.more);
    if (joined === undefined) made.push({ parts: [part], classes });
    else {
      joined.cluster.parts.push(part);
      joined.cluster.classes = joined.classes;
    }
  }
  return made.map((cluster) => cluster.parts);
}

interface Growing<One extends Part> {
  readonly parts: One[];
  classes: Classes;
}

/** Of each row of the sample which kind it is of. */
interface Classes {
  readonly of: Int32Array;
  readonly count: number;
}

function classesOf({ slots, ages }: Part, { rows, width, values }: Sample): Classes {
  const [platform, age] = [width - 2, width - 1];
  let classes: Classes = { of: new Int32Array(rows), count: 1 };
  for (const slot of [...slots, platform, ...(ages.length > 0 ? [age] : [])]) {
    const own = Int32Array.from({ length: rows }, (_, row) => values[row * width + slot] ?? 0);
    classes = bothOf(classes, { of: own, count: 0 });
  }
  return classes;
}

/** Rows are of one kind where they are of one kind in both. */
function bothOf(a: Classes, b: Classes): Classes {
  const known = new Map<number, number>();
  const of = new Int32Array(a.of.length);
  for (let row = 0; row < of.length; row += 1) {
    const pair = (a.of[row] ?? 0) * 0x10_0000 + (b.of[row] ?? 0);
    let kind = known.get(pair);
    if (kind === undefined) known.set(pair, (kind = known.size));
    of[row] = kind;
  }
  return { of, count: known.size };
}
