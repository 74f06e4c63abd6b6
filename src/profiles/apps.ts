/** An operator's own apps: a file of the catalogue's shape, YAML or JSON, put beside the built-in ones. */
import { type AppEntry, appCatalogueSchema } from '../apps/entry.ts';
import { appEntries } from '../apps/catalogue.ts';
import { PassmusterError } from '../errors.ts';
import { decodeText } from '../formats/text.ts';
import { readYaml, type YamlFile } from '../formats/yaml.ts';
import { ajv, checkShapeBy, type Path, type Problem, problemLines } from './shape.ts';

interface AppsFile {
  readonly apps: readonly AppEntry[];
}

const isAppsFile = ajv.compile<AppsFile>(appCatalogueSchema);

/**
 * @param name of the file, for messages
 * @throws PassmusterError apps-invalid with every problem, one a line, as `name:line:column: message`
 */
export function loadApps(bytes: Uint8Array, name: string): readonly AppEntry[] {
  const file = readYaml(decodeText(bytes).text, 'apps-invalid');
  const shape = checkShapeBy(isAppsFile, file, {
    nameOf: (path) => (path.length === 0 ? 'The file' : `\`${path.join('.')}\``),
    patterns: {
      id: 'lower-case words joined by hyphens, as `our-chat`',
      countries: 'two capital letters, as `GB`',
    },
  });
  const problems = 'problems' in shape ? shape.problems : clashes(shape.content.apps, file);
  if ('problems' in shape || problems.length > 0)
    throw new PassmusterError('apps-invalid', problemLines(name, problems).join('\n'));
  return shape.content.apps;
}

/** An id, a bundle id or a package name belongs to one app only: otherwise a finding would not say which. */
function clashes(added: readonly AppEntry[], file: YamlFile): Problem[] {
  const owners = new Map<string, string>();
  const keysOf = ({ id, ios, android }: AppEntry): [key: string, path: Path][] => [
    [`id ${id}`, ['id']],
    ...ios.map((one, index): [string, Path] => [`bundle id ${one.id}`, ['ios', index]]),
    ...android.map((one, index): [string, Path] => [`package ${one.id}`, ['android', index]]),
  ];
  for (const entry of appEntries) for (const [key] of keysOf(entry)) owners.set(key, entry.id);
  return added.flatMap((entry, index) =>
    keysOf(entry).flatMap(([key, path]) => {
      const owner = owners.get(key);
      owners.set(key, entry.id);
      const message = `The ${key} belongs to \`${owner}\` already.`;
      return owner === undefined ? [] : [{ message, ...file.placeOf(['apps', index, ...path]) }];
    }),
  );
}
