/** What rows with the same values in a few slots come to, found by the numbers of the values. All of it lies in one room, which is emptied at once. */
import { emptySeries, setUpSeries } from './series';
import { headWords, Scan, slotWords } from './table';

/** A part of a line of text. */
export const pieces: u32 = 8;
/** Of a table at first: it grows with what is kept, for a small one lies in the cache. */
const fewestPlaces: u32 = 1 << 6;
/** Of a cluster; more are not kept. */
const mostEntries: u32 = 3000;

/** Slots that are looked at together. */
@unmanaged export class Cluster {
  /** Their numbers, 32 bits each. */
  slots: u32;
  count: u32;
  /** For each class of age the one that stands for it here. */
  ages: u32;
  /** Pointers to entries, at most half of it filled. */
  table: u32;
  kept: u32;
  /** Places of the table, less one. */
  mask: u32;
  /**
   * Where parts of an entry lie, from its begin on. For each stretch that has verdicts of it a number for what it comes to in it: the
   * same for the same verdicts.
   */
  partsAt: u32;
  /** For each piece that it has a pair: where its text begins, and its bytes. */
  piecesAt: u32;
  /** Where its texts begin. */
  textsAt: u32;
}

/**
 * Behind it lies the key, a word for platform and age and one for each slot, and what the cluster says. All that is looked at of a row
 * lies close together: entries come in any order, and each line of the cache that is fetched takes long.
 */
@unmanaged export class Entry {
  times: i32;
  weight: i32;
  /** 1: decides; 2: of a phone that is not managed. */
  flags: i32;
  platform: i32;
  /** Of its texts. */
  bytes: u32;
}
const keyAt: u32 = offsetof<Entry>();

let room: u32 = 0;
let roomEnd: u32 = 0;
let at: u32 = 0;
export let clusters: u32 = 0;
export let clusterCount: u32 = 0;
export const mostClusters: u32 = 256;

/** @param bytes of the room */
export function setUpClusters(bytes: u32): void {
  clusters = <u32>heap.alloc(mostClusters * 4);
  setUpSeries();
  room = (<u32>heap.alloc(bytes + lineBytes) + lineBytes) & ~(lineBytes - 1);
  roomEnd = room + bytes;
  at = room;
}

export function emptyClusters(): void {
  at = room;
  clusterCount = 0;
  emptySeries();
}

/** Bytes of a line of the cache. */
const lineBytes: u32 = 64;

/** At the begin of a line; 0: there is no room. */
export function take(bytes: u32): u32 {
  const begin = at;
  at += (bytes + lineBytes - 1) & ~(lineBytes - 1);
  if (at <= roomEnd) return begin;
  at = begin;
  return 0;
}

/** 0: there is no room. */
function tableOf(places: u32): u32 {
  const table = take(places * 4);
  if (table != 0) memory.fill(table, 0, places * 4);
  return table;
}

/** @returns a cluster whose slots and ages are to be filled; 0: there is no room */
export function addCluster(count: u32, ages: u32, parts: u32, ownPieces: u32): u32 {
  const begin = at;
  const made = take(offsetof<Cluster>() + (count + ages) * 4);
  const table = tableOf(fewestPlaces);
  if (made == 0 || table == 0 || clusterCount == mostClusters) {
    at = begin;
    return 0;
  }
  const cluster = changetype<Cluster>(made);
  cluster.slots = made + offsetof<Cluster>();
  cluster.count = count;
  cluster.ages = cluster.slots + count * 4;
  cluster.partsAt = keyAt + (count + 1) * 4;
  cluster.piecesAt = cluster.partsAt + parts * 4;
  cluster.textsAt = cluster.piecesAt + ownPieces * 8;
  cluster.table = table;
  cluster.mask = fewestPlaces - 1;
  cluster.kept = 0;
  store<u32>(clusters + clusterCount * 4, made);
  clusterCount += 1;
  return made;
}

@inline export function clusterAt(index: u32): Cluster {
  return changetype<Cluster>(load<u32>(clusters + index * 4));
}

@inline function numberAt(row: u32, slot: u32): i32 {
  return load<i32>(row + (headWords + slot * slotWords) * 4) + 1;
}

@inline function hashed(hash: u32, word: u32): u32 {
  const mixed: u32 = (hash ^ word) * 0x9e3779b1;
  return mixed ^ (mixed >> 15);
}

@inline function hashOfRow(cluster: Cluster, row: u32, rest: i32): u32 {
  let hash: u32 = rest * 0x9e3779b1;
  for (let index: u32 = 0; index < cluster.count; index += 1)
    hash = hashed(hash, numberAt(row, load<u32>(cluster.slots + index * 4)));
  return hash;
}

@inline function hashOfKey(key: u32, count: u32): u32 {
  let hash: u32 = load<i32>(key) * 0x9e3779b1;
  for (let index: u32 = 1; index <= count; index += 1) hash = hashed(hash, load<u32>(key + index * 4));
  return hash;
}

@inline function restOf(cluster: Cluster, platform: i32, age: i32): i32 {
  return (platform << 8) | load<i32>(cluster.ages + age * 4);
}

/** The first that may be the entry of a row of the table; 0: it has none. Nothing of it is looked at yet. */
@inline export function candidateOf(cluster: Cluster, row: u32, platform: i32, age: i32): u32 {
  const rest = restOf(cluster, platform, age);
  return load<u32>(cluster.table + (hashOfRow(cluster, row, rest) & cluster.mask) * 4);
}

@inline export function isEntryOf(entry: u32, cluster: Cluster, row: u32, platform: i32, age: i32): bool {
  return isOf(entry + keyAt, cluster, row, restOf(cluster, platform, age));
}

/** The entry of a row of the table; null where there is none yet. */
export function entryOf(cluster: Cluster, row: u32, platform: i32, age: i32): Entry | null {
  const rest = restOf(cluster, platform, age);
  let place = hashOfRow(cluster, row, rest) & cluster.mask;
  while (true) {
    const found = load<u32>(cluster.table + place * 4);
    if (found == 0) return null;
    if (isOf(found + keyAt, cluster, row, rest)) return changetype<Entry>(found);
    place = (place + 1) & cluster.mask;
  }
}

@inline function isOf(key: u32, cluster: Cluster, row: u32, rest: i32): bool {
  if (load<i32>(key) != rest) return false;
  for (let index: u32 = 0; index < cluster.count; index += 1) {
    const slot = load<u32>(cluster.slots + index * 4);
    if (load<i32>(key + 4 + index * 4) != numberAt(row, slot)) return false;
  }
  return true;
}

/**
 * @param row among those that were found last
 * @param bytes of its texts
 * @returns a new entry to be filled; 0: there is no room
 */
export function addEntry(index: u32, row: u32, platform: i32, age: i32, bytes: u32): u32 {
  const cluster = clusterAt(index);
  if (cluster.kept >= mostEntries || !hasPlace(cluster)) return 0;
  const made = take(cluster.textsAt + bytes);
  if (made == 0) return 0;
  memory.fill(made, 0, cluster.textsAt);
  const key = made + keyAt;
  const words = rowAt(row);
  const rest = restOf(cluster, platform, age);
  store<i32>(key, rest);
  for (let one: u32 = 0; one < cluster.count; one += 1)
    store<i32>(key + 4 + one * 4, numberAt(words, load<u32>(cluster.slots + one * 4)));
  put(cluster, made);
  cluster.kept += 1;
  return made;
}

function put(cluster: Cluster, entry: u32): void {
  let place = hashOfKey(entry + keyAt, cluster.count) & cluster.mask;
  while (load<u32>(cluster.table + place * 4) != 0) place = (place + 1) & cluster.mask;
  store<u32>(cluster.table + place * 4, entry);
}

/** Makes a larger table where the next entry would fill more than half of it; false where there is no room. */
function hasPlace(cluster: Cluster): bool {
  if (cluster.kept * 2 < cluster.mask) return true;
  const before = cluster.table;
  const places = cluster.mask + 1;
  const table = tableOf(places * 2);
  if (table == 0) return false;
  cluster.table = table;
  cluster.mask = places * 2 - 1;
  for (let place: u32 = 0; place < places; place += 1) {
    const entry = load<u32>(before + place * 4);
    if (entry != 0) put(cluster, entry);
  }
  return true;
}

@inline export function rowAt(row: u32): u32 {
  return Scan.table + row * (headWords + Scan.slots * slotWords) * 4;
}

/** 0 or 1: whether the row's entry is there. */
export function hasEntry(index: u32, row: u32, platform: i32, age: i32): i32 {
  return entryOf(clusterAt(index), rowAt(row), platform, age) ? 1 : 0;
}
