/** Prints plain values as exports in YAML have them: block style with lists at the margin of their key, quoted where needed. */

/** What no reader takes for anything but a text. */
const isPlain = (text: string) => /^[A-Za-z][\w ./()-]*$/.test(text) && !text.endsWith(' ') && !isWord(text);
const isWord = (text: string) => /^(true|false|null|y|yes|n|no|on|off)$/i.test(text);

const escaped = (text: string) =>
  JSON.stringify(text).replace(
    /[^ -~]/gu,
    (character) => `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`,
  );

function quoted(text: string): string {
  if (isPlain(text)) return text;
  return /^[ -~]*$/.test(text) ? `'${text.replaceAll("'", "''")}'` : escaped(text);
}

/** With a point and a signed exponent, as Python prints it. */
function real(value: number): string {
  const [digits = '', exponent] = String(value).split('e');
  if (exponent === undefined) return digits;
  return `${digits.includes('.') ? digits : `${digits}.0`}e${exponent.replace(/^(\d)/, '+$1')}`;
}

function scalar(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  return typeof value === 'number' ? real(value) : String(value);
}

const isCollection = (value: unknown): value is object => typeof value === 'object' && value !== null;

export function yamlBlock(value: unknown): string {
  return isCollection(value) ? block(value, '') : `${scalar(value)}\n`;
}

function block(value: object, indent: string): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return `${indent}[]\n`;
    return value.map((item) => `${indent}-${below(item, `${indent}  `, true)}`).join('');
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return `${indent}{}\n`;
  return entries
    .map(([key, item]) => {
      const deeper = Array.isArray(item) ? indent : `${indent}  `;
      return `${indent}${quoted(key)}:${below(item, deeper, false)}`;
    })
    .join('');
}

/** What follows a dash or a key: on the same line, or on the lines below. */
function below(value: unknown, indent: string, isItem: boolean): string {
  if (!isCollection(value)) return ` ${scalar(value)}\n`;
  if (Object.keys(value).length === 0) return ` ${Array.isArray(value) ? '[]' : '{}'}\n`;
  const text = block(value, indent);
  return isItem ? ` ${text.slice(indent.length)}` : `\n${text}`;
}

/** The same in flow style. */
export function yamlFlow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(yamlFlow).join(', ')}]`;
  if (!isCollection(value)) return scalar(value);
  const entries = Object.entries(value).map(([key, item]) => `${quoted(key)}: ${yamlFlow(item)}`);
  return `{${entries.join(', ')}}`;
}
