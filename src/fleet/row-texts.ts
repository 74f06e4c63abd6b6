/** The parts of a row's line in the report, each worked out once for the values that it is told by. */
import { holdingsOf } from '../apps/channels.ts';
import { isKnown } from '../model/observation.ts';
import type { Subject } from '../model/subject.ts';
import { jsonText } from '../report/json-text.ts';
import type { Part } from './clusters.ts';
import { Memo, type RowKey } from './memo.ts';
import type { Read, Reading } from './reading.ts';
import type { SlotFact, SlotPlan } from './slots.ts';

/** A part of the subject's line, or another fact of it. */
interface Piece extends Part {
  readonly memo: Memo<string>;
  readonly of: (reading: Reading) => string;
}

/** What `holdingsOf` looks at, of the whole phone: a row says nothing of single apps. */
const holdingSettings = ['backup.cloud.enabled'] as const;

/** Parts of a line, in their order; the moment of the last contact stands before the labels, the input before the last one. */
export class RowTexts {
  readonly pieces: readonly Piece[];
  /** Of the last row, for each piece. */
  readonly found: string[] = [];
  /** What tells whether a phone is not managed: a text, or none. */
  readonly unmanaged: Piece;
  isUnmanaged = false;

  /** @param ages for each class of age the same: it tells nothing here */
  constructor(plan: SlotPlan, ages: readonly number[]) {
    const piece = (slots: readonly number[], of: Piece['of']): Piece => ({
      slots,
      ages: [],
      memo: new Memo(slots, ages),
      of,
    });
    const fact = (name: SlotFact, ...keys: (keyof Subject)[]): Piece =>
      piece(plan.facts[name], ({ subject }) => fields(subject, keys));
    const held = holdingSettings.flatMap((setting) => plan.settings.get(setting) ?? []);
    this.pieces = [
      piece([], ({ subject }) => fields(subject, ['kind', 'platform'])),
      fact('osVersion', 'osVersion'),
      fact('model', 'model'),
      fact('ownership', 'ownership'),
      fact('supervised', 'supervised'),
      fact('enrolment', 'enrolment', 'enrolmentType'),
      fact('labels', 'labels'),
      piece(held, ({ observations }) => jsonFields(holdingsOf(observations))),
    ];
    this.unmanaged = piece(plan.settings.get('device.managed') ?? [], ({ observations }) =>
      observations.some((one) => one.setting === 'device.managed' && isKnown(one) && one.value === false)
        ? 'unmanaged'
        : '',
    );
  }

  /** Whether a piece of a row is known: then it is found. */
  knows(piece: number, key: RowKey): boolean {
    const known = this.pieces[piece]?.memo.find(key);
    if (known !== undefined) this.found[piece] = known;
    return known !== undefined;
  }

  /** Whether it is known that a phone is managed or is not. */
  knowsManaged(key: RowKey): boolean {
    const known = this.unmanaged.memo.find(key);
    this.isUnmanaged = known !== undefined && known !== '';
    return known !== undefined;
  }

  /** @returns false for what is no plain row after all */
  read(key: RowKey, read: Read): boolean {
    let isPlain = true;
    const textOf = ({ memo, of }: Piece): string => {
      const known = memo.find(key);
      if (known !== undefined) return known;
      const reading = read();
      if (reading === undefined || reading === 'other') {
        isPlain = false;
        return '';
      }
      const text = of(reading);
      memo.keep(key, text);
      return text;
    };
    for (const [index, piece] of this.pieces.entries()) this.found[index] = textOf(piece);
    this.isUnmanaged = textOf(this.unmanaged) !== '';
    return isPlain;
  }
}

/** Members of the subject that are there, as they stand in its line, with a comma before each. */
function fields(subject: Subject, keys: readonly (keyof Subject)[]): string {
  return jsonFields(Object.fromEntries(keys.map((key) => [key, subject[key]])));
}

function jsonFields(value: object): string {
  const text = jsonText(value).slice(1, -1);
  return text === '' ? '' : `,${text}`;
}
