/** Insertions into files of the repository, as text: comments and order of what is there stay as they are. */
import { Refusal } from './names.ts';

/** A default or named import at its place among the sorted ones. */
export function addImport(text: string, clause: string, from: string): string {
  const line = `import ${clause} from '${from}';`;
  const lines = text.split('\n');
  const imports = lines.flatMap((one, index) => {
    const path = /^import .* from '(\.[^']*)';$/.exec(one)?.[1];
    return path === undefined ? [] : [{ index, path }];
  });
  const last = imports.at(-1);
  if (last === undefined) throw new Refusal('The registry has no import to stand beside.');
  const next = imports.find(({ path }) => path > from);
  lines.splice(next?.index ?? last.index + 1, 0, line);
  return lines.join('\n');
}

/** An entry at the end of the one exported array, on one line while it fits. */
export function addEntry(text: string, entry: string, width = 110): string {
  const match = /^(export const \w+: readonly \w+\[\] = )\[([^;]*)\];$/m.exec(text);
  const [whole, head, body] = match ?? [];
  if (whole === undefined || head === undefined || body === undefined)
    throw new Refusal('The registry has no exported array.');
  if (body.startsWith('\n')) return text.replace(whole, () => `${head}[${body}  ${entry},\n];`);
  const entries = [...body.split(',').map((one) => one.trim()), entry];
  const line = `${head}[${entries.join(', ')}];`;
  const lines = [`${head}[`, ...entries.map((one) => `  ${one},`), '];'];
  return text.replace(whole, () => (line.length <= width ? line : lines.join('\n')));
}

/** A loader at the end of the reporters. */
export function addLoader(text: string, id: string, name: string): string {
  const [whole] = /^const loaders: .*\{\n(?: {2}.*\n)*\};$/m.exec(text) ?? [];
  if (whole === undefined) throw new Refusal('The registry has no loaders.');
  const key = /^[a-z0-9]+$/.test(id) ? id : `'${id}'`;
  const line = `  ${key}: { title: 'what it is for, in one line', load: async () => (await import('./${id}.ts')).${name} },`;
  return text.replace(whole, () => `${whole.slice(0, -'};'.length)}${line}\n};`);
}

/** A definition at the end of a topic of settings. */
export function addSetting(text: string, definition: string): string {
  const at = text.lastIndexOf('\n] as const;');
  if (at < 0) throw new Refusal('The topic has no list of settings.');
  return `${text.slice(0, at)}\n${definition}${text.slice(at)}`;
}

/** Segments that two dotted ids share from the left. */
export function sharedSegments(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')];
  const different = left.findIndex((part, index) => part !== right[index]);
  return different < 0 ? left.length : different;
}
