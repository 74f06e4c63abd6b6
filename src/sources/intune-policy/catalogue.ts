/**
 * The settings catalogue (deviceManagementConfigurationPolicy): a tree of setting instances, each with a definition id and one
 * kind of value. Only taken apart here: what an id means is said by catalogue-apple.ts and catalogue-android.ts.
 * Source of the shape: Microsoft Graph, beta, deviceManagementConfigurationSettingInstance and the types derived from it.
 */
import { itemsOf, type MapNode, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Notice } from '../../model/notice.ts';
import { hasMember, isPresent, memberIn } from '../../artifacts/intune/members.ts';

/** One setting with its value. */
export interface CatalogueSetting {
  readonly kind: 'setting';
  /** Lower case. */
  readonly id: string;
  readonly pointer: string;
  /** Of an enumeration the token without the id before it, `true` and `false` as booleans; of a list a list. */
  readonly node: TreeNode;
}
/** Settings below one id: each element of a collection stands for itself. */
interface CatalogueGroup {
  readonly kind: 'group';
  readonly id: string;
  readonly pointer: string;
  readonly line: number;
  readonly elements: readonly (readonly CatalogueInstance[])[];
}
export type CatalogueInstance = CatalogueSetting | CatalogueGroup;

export interface Catalogue {
  readonly instances: readonly CatalogueInstance[];
  /** Parts that cannot be read: any setting may stand there. */
  readonly faults: readonly Required<Pick<Notice, 'message' | 'locator' | 'line'>>[];
}

/** Intune's words for a choice that was not made. */
export const unsetTokens: readonly string[] = ['notconfigured', 'devicedefault'];

/** @param pointer of the array `settings` */
export function readCatalogue(settings: TreeNode, pointer: string): Catalogue {
  const reader = new CatalogueReader();
  if (settings.type !== 'list') reader.fault('The settings of a policy are not an array.', pointer, settings);
  const instances = itemsOf(settings).flatMap((item, index) => {
    const own = memberIn(item, 'settingInstance', `${pointer}/${index}`);
    return own === undefined
      ? reader.unreadable(`${pointer}/${index}`, item)
      : reader.instance(own.node, own.pointer);
  });
  return { instances, faults: reader.faults };
}

class CatalogueReader {
  readonly faults: Catalogue['faults'][number][] = [];

  fault(message: string, locator: string, { line }: TreeNode): void {
    this.faults.push({ message, locator, line });
  }

  unreadable(pointer: string, node: TreeNode): [] {
    this.fault('A setting of the catalogue cannot be read.', pointer, node);
    return [];
  }

  /** A choice is followed by its children: they are settings in their own right. */
  instance(node: TreeNode, pointer: string): readonly CatalogueInstance[] {
    const id = stringOf(memberIn(node, 'settingDefinitionId', pointer)?.node)?.toLowerCase();
    const values = Object.entries(kinds).flatMap(([key, read]) => {
      const value = memberIn(node, key, pointer);
      return value !== undefined && isPresent(value.node) ? [{ value, read }] : [];
    });
    const [only] = values;
    if (id === undefined || id === '' || values.length > 1) return this.unreadable(pointer, node);
    if (only === undefined) {
      const isRepeated = Object.keys(kinds).some(
        (key) => hasMember(node, key) && memberIn(node, key, pointer) === undefined,
      );
      return [
        { kind: 'setting', id, pointer, node: isRepeated ? untold(node) : { type: 'null', line: node.line } },
      ];
    }
    return only.read({ reader: this, id, pointer, value: only.value.node, place: only.value.pointer });
  }

  children(node: TreeNode, pointer: string): readonly CatalogueInstance[] {
    const children = memberIn(node, 'children', pointer);
    if (children === undefined) return hasMember(node, 'children') ? this.unreadable(pointer, node) : [];
    if (!isPresent(children.node)) return [];
    if (children.node.type !== 'list') return this.unreadable(children.pointer, children.node);
    return children.node.items.flatMap((child, index) =>
      this.instance(child, `${children.pointer}/${index}`),
    );
  }
}

interface Site {
  readonly reader: CatalogueReader;
  readonly id: string;
  /** Of the instance, and of its value. */
  readonly pointer: string;
  readonly place: string;
  readonly value: TreeNode;
}

const setting = ({ id, pointer }: Site, node: TreeNode): CatalogueSetting => ({
  kind: 'setting',
  id,
  pointer,
  node,
});

/** The member that holds a value → how it is read. */
const kinds: Readonly<Record<string, (site: Site) => readonly CatalogueInstance[]>> = {
  choiceSettingValue: (site) => [
    setting(site, tokenOf(site.value, site.id)),
    ...site.reader.children(site.value, site.place),
  ],
  choiceSettingCollectionValue: (site) => {
    const items = itemsOf(site.value);
    return [
      setting(
        site,
        listOf(site.value, (item) => tokenOf(item, site.id)),
      ),
      ...items.flatMap((item, index) => site.reader.children(item, `${site.place}/${index}`)),
    ];
  },
  simpleSettingValue: (site) => [setting(site, plainOf(site.value))],
  simpleSettingCollectionValue: (site) => [setting(site, listOf(site.value, plainOf))],
  groupSettingValue: (site) => [group(site, [site.reader.children(site.value, site.place)])],
  groupSettingCollectionValue: (site) => {
    if (site.value.type !== 'list') return site.reader.unreadable(site.place, site.value);
    const elements = site.value.items.map((item, index) =>
      site.reader.children(item, `${site.place}/${index}`),
    );
    return [group(site, elements)];
  },
};

const group = ({ id, pointer, value }: Site, elements: CatalogueGroup['elements']): CatalogueGroup => ({
  kind: 'group',
  id,
  pointer,
  line: value.line,
  elements,
});

const listOf = (node: TreeNode, itemOf: (item: TreeNode) => TreeNode): TreeNode =>
  node.type === 'list' ? { ...node, items: node.items.map(itemOf) } : node;

/** In place of a value that is not known or not to be looked at: no row reads an object. */
const untold = ({ line }: TreeNode): MapNode => ({
  type: 'map',
  entries: new Map(),
  repeated: new Map(),
  line,
});

/** The value of a simple setting. */
const plainOf = (value: TreeNode): TreeNode =>
  isSecret(value) ? untold(value) : (memberIn(value, 'value', '')?.node ?? untold(value));

/** SecretSettingValue: its `value` is never looked at, whatever its state. */
function isSecret(value: TreeNode): boolean {
  const type = stringOf(memberIn(value, '@odata.type', '')?.node) ?? '';
  return /secretsettingvalue$/i.test(type) || hasMember(value, 'valueState');
}

/** A choice is written as the id, `_`, and a token; `true` and `false` are booleans, a number is only Intune's index. */
function tokenOf(value: TreeNode, id: string): TreeNode {
  const node = plainOf(value);
  if (node.type !== 'string') return untold(value);
  const text = node.value.toLowerCase();
  const token = text.startsWith(`${id}_`) ? text.slice(id.length + 1) : text;
  if (token === text || /^\d+$/.test(token)) return node;
  if (token === 'true' || token === 'false')
    return { type: 'boolean', value: token === 'true', line: node.line };
  return { ...node, value: token };
}

/** The settings of a group and of the groups in it; a nested collection of several elements is one list. */
export function settingsIn(instances: readonly CatalogueInstance[]): readonly CatalogueSetting[] {
  return instances.flatMap((one) => {
    if (one.kind === 'setting') return [one];
    const [first, ...others] = one.elements;
    return first !== undefined && others.length === 0 ? settingsIn(first) : [asList(one)];
  });
}

function asList({ id, pointer, line, elements }: CatalogueGroup): CatalogueSetting {
  const items = elements.map(() => untold({ type: 'null', line }));
  return { kind: 'setting', id, pointer, node: { type: 'list', items, line } };
}
