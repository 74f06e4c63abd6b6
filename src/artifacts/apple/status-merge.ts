/**
 * Status reports of one device, one after another. "When FullReport is true, this is the full set of current status, and
 * not an incremental report": otherwise a report holds what changed, arrays by `identifier`.
 */
import { itemsOf, type MapNode, memberOf, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Notice } from '../../model/notice.ts';
import type { UnknownReason } from '../../model/observation.ts';
import { deviceFacts, statusItems, type StatusList, statusLists } from './status-items.ts';
import { foldKey } from '../masking.ts';

export interface StatusReport {
  readonly node: MapNode;
  /** A JSON pointer below the report, as a place in the input. */
  readonly locate: (pointer: string) => string;
}

/** What stands for an item at last: a value, or why there is none. */
export interface Found {
  readonly node: TreeNode;
  readonly locator: string;
  readonly doubt?: UnknownReason;
  /** A key that stands twice or in another spelling on the way to the item. */
  readonly notice?: Notice;
}

const singles = [...Object.keys(statusItems), ...deviceFacts];

export class DeviceStatus {
  readonly items = new Map<string, Found>();
  readonly lists = new Map<StatusList, Map<string, Found>>(statusLists.map((name) => [name, new Map()]));
  readonly notices: Notice[] = [];
  /** Places where something was said that cannot be read: what was known before may be out of date. */
  readonly damaged: Found[] = [];
  isFull = false;
  readonly #noted = new Set<string>();

  add(report: StatusReport): void {
    const full = memberOf(report.node, 'FullReport');
    if (full?.type === 'boolean' && full.value) {
      this.isFull = true;
      this.items.clear();
      this.damaged.length = 0;
      for (const list of this.lists.values()) list.clear();
    }
    for (const path of singles) {
      const found = findItem(report, path);
      if (found === undefined) continue;
      this.items.set(path, found);
      if (found.notice) this.#note(found.notice);
    }
    for (const name of statusLists) this.#addList(name, findItem(report, name), report);
    this.#addErrors(report);
  }

  #addList(name: StatusList, found: Found | undefined, report: StatusReport): void {
    if (found === undefined) return;
    if (found.doubt !== undefined || found.node.type !== 'list')
      return this.#damage(found, 'A list is no array.');
    const seen = new Set<string>();
    for (const [index, node] of found.node.items.entries()) {
      const locator = report.locate(`${pointerOf(name)}/${index}`);
      const identifier = stringOf(memberOf(node, 'identifier'));
      const isClear = node.type === 'map' && node.repeated.size === 0;
      if (identifier === undefined || !isClear)
        this.#damage({ node, locator }, 'An item of a list is not clear.');
      else this.#addItem(name, identifier, { node, locator }, seen);
    }
  }

  #addItem(name: StatusList, identifier: string, { node, locator }: Found, seen: Set<string>): void {
    const list = this.lists.get(name);
    const removed = memberOf(node, '_removed');
    const isDoubtful = seen.has(identifier) || (removed !== undefined && removed.type !== 'boolean');
    seen.add(identifier);
    if (isDoubtful) list?.set(identifier, { node, locator, doubt: 'ambiguous' });
    else if (removed?.type === 'boolean' && removed.value) list?.delete(identifier);
    else list?.set(identifier, { node, locator });
  }

  /** An item that the device could not report is not what it was reported to be before. */
  #addErrors({ node, locate }: StatusReport): void {
    for (const [index, error] of itemsOf(memberOf(node, 'Errors')).entries()) {
      const name = stringOf(memberOf(error, 'StatusItem'));
      const locator = locate(`/Errors/${index}`);
      if (name === undefined) {
        this.#damage({ node: error, locator }, 'An error does not say which item it is about.');
        continue;
      }
      const message = 'The device could not report an item.';
      this.notices.push({ code: 'report-item-failed', message, locator, line: error.line });
      for (const path of singles)
        if (path === name || path.startsWith(`${name}.`))
          this.items.set(path, { node: error, locator, doubt: 'not-reported' });
      for (const list of statusLists)
        if (list === name || list.startsWith(`${name}.`)) this.lists.get(list)?.clear();
    }
  }

  /** Several items share a key above them. */
  #note(notice: Notice): void {
    const place = `${notice.code} ${notice.locator}`;
    if (this.#noted.has(place)) return;
    this.#noted.add(place);
    this.notices.push(notice);
  }

  #damage(found: Found, message: string): void {
    this.damaged.push(found);
    const { locator, node } = found;
    this.notices.push({ code: 'record-unreadable', message, locator, line: node.line });
  }
}

const pointerOf = (path: string): string => `/StatusItems/${path.replaceAll('.', '/')}`;

/** The item at a path. A key that repeats or only looks like one of the path leaves it in doubt. */
export function findItem({ node, locate }: StatusReport, path: string): Found | undefined {
  const locator = locate(pointerOf(path));
  let at: TreeNode = node;
  let pointer = '';
  for (const segment of ['StatusItems', ...path.split('.')]) {
    if (at.type !== 'map') return { node: at, locator, doubt: 'ambiguous' };
    const names: string[] = [...at.entries.keys()].filter((key) => foldKey(key) === foldKey(segment));
    const name = names.find((key) => key !== segment) ?? names[0];
    const below: TreeNode | undefined = name === undefined ? undefined : at.entries.get(name);
    if (name === undefined || below === undefined) return undefined;
    pointer += `/${name}`;
    if (names.length > 1 || name !== segment || at.repeated.has(name)) {
      const notice = keyNotice(name, segment, { locator: locate(pointer), line: below.line });
      return { node: below, locator, doubt: 'ambiguous', notice };
    }
    at = below;
  }
  return { node: at, locator };
}

function keyNotice(name: string, known: string, place: { locator: string; line: number }): Notice {
  return name === known
    ? { code: 'duplicate-key', message: `The key ${known} stands more than once.`, ...place }
    : {
        code: 'key-case-differs',
        message: `A key differs from ${known} only in case or invisible characters; it is not used.`,
        ...place,
      };
}
