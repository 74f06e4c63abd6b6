/**
 * Files that backup tools write beside the policies: they say about policies, and are none. Recognised so that a backup has no
 * unknown files. Layouts: jseerden/IntuneBackupAndRestore (`Assignments`), Micke-K/IntuneManagement (`Groups`,
 * `MigrationTable.json`, `…_Settings.json`), almenscorner/IntuneCD (`Filters`, `Entra`).
 */
import type { JsonPeek } from '../../formats/json-peek.ts';
import type { Notice } from '../../model/notice.ts';

/** What is read of the file, or what is said in its place. */
type Table = ({ readonly holds: 'assignments' | 'groups' } | Pick<Notice, 'code' | 'message'>) & {
  readonly isIt: (file: Facts) => boolean;
};
interface Facts {
  readonly context: string;
  /** The root object and the first record of it: keys in lower case, with their short texts. */
  readonly objects: readonly ReadonlyMap<string, string>[];
  readonly rowsOf: (member: string) => ReadonlyMap<string, string>;
}

const has = (object: ReadonlyMap<string, string>, ...keys: readonly string[]) =>
  keys.every((key) => object.has(key));
const onlyHas = (object: ReadonlyMap<string, string>, keys: readonly string[]) =>
  [...object.keys()].every((key) => keys.includes(key) || key.includes('@odata.'));
const isOfType = (object: ReadonlyMap<string, string>, name: string) =>
  (object.get('@odata.type') ?? '').toLowerCase() === `#microsoft.graph.${name}`;

const tables: readonly Table[] = [
  {
    holds: 'assignments',
    isIt: ({ context, objects }) =>
      /\)\/assignments$/i.test(context) ||
      objects.some(
        (object) =>
          has(object, 'target') &&
          onlyHas(object, ['id', 'intent', 'settings', 'source', 'sourceid', 'target']),
      ),
  },
  {
    code: 'rows-skipped',
    message: 'The file names the objects of a tenant for a migration; it holds no policy.',
    isIt: ({ objects, rowsOf }) =>
      objects.some((object) => has(object, 'tenantid', 'objects')) &&
      has(rowsOf('objects'), 'id', 'displayname', 'type'),
  },
  {
    holds: 'groups',
    isIt: ({ context, objects }) =>
      /\$metadata#groups(?:$|\/\$entity$|\()/i.test(context) ||
      objects.some(
        (object) => isOfType(object, 'group') || has(object, 'securityenabled', 'mailenabled', 'grouptypes'),
      ),
  },
  {
    code: 'rows-skipped',
    message: 'The file holds filters of assignments; which devices they let in is not read.',
    isIt: ({ context, objects }) =>
      /\/assignmentFilters(?:$|\/\$entity$|\()/i.test(context) ||
      objects.some((object) => isOfType(object, 'deviceandappmanagementassignmentfilter')),
  },
  {
    code: 'section-incomplete',
    message: 'The file holds settings of the catalogue apart from their policy; they are not read.',
    isIt: ({ context, objects }) =>
      /configurationPolicies\([^)]*\)\/settings$/i.test(context) ||
      objects.some(
        (object) =>
          has(object, 'settinginstance') && onlyHas(object, ['id', 'settinginstance', 'settingdefinitions']),
      ),
  },
];

/** @returns undefined where the file is none of them */
export function tableOf(peek: JsonPeek | undefined): Table | undefined {
  if (peek === undefined) return undefined;
  const rowsOf = (member: string) =>
    folded([...peek.rows].find(([name]) => name.toLowerCase() === member)?.[1] ?? new Map());
  const root = folded(peek.keys);
  const rows = peek.root === 'array' ? [rowsOf('')] : [rowsOf('value')];
  const objects = [root, ...rows].filter(({ size }) => size > 0);
  const file = { context: root.get('@odata.context') ?? '', objects, rowsOf };
  return tables.find((table) => table.isIt(file));
}

const folded = (keys: JsonPeek['keys']): ReadonlyMap<string, string> =>
  new Map([...keys].map(([key, value]) => [key.toLowerCase(), value ?? '']));
