/** Stands in for `vitest` while mutants run: test files register here instead of with a runner, and can be run again and again. */
import { expect, vi } from 'vitest';

export { expect, vi };

type Body = (...values: never[]) => unknown;

export interface CollectedTest {
  /** Unique, and the same in every run. */
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly run: () => unknown;
}

/** What the files loaded so far have registered. */
export const collected = {
  file: '',
  tests: [] as CollectedTest[],
  beforeAll: [] as (() => unknown)[],
  afterEach: [] as (() => unknown)[],
  afterAll: [] as (() => unknown)[],
};

const path: string[] = [];

function add(title: string, run: () => unknown): void {
  const name = [...path, title].join(' > ');
  const same = collected.tests.filter((test) => test.file === collected.file && test.name.startsWith(name));
  collected.tests.push({
    id: `${collected.file}#${name}#${same.length}`,
    name,
    file: collected.file,
    run,
  });
}

/** `%s` and its like, so that the names of a table's rows differ. */
const titled = (title: string, values: readonly unknown[]): string => {
  let next = 0;
  return title.replace(/%[sdifjo]/g, () => {
    const value = values[next++];
    return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  });
};

type Table = readonly (readonly unknown[])[] | readonly unknown[];
type Register = (title: string, body: Body) => void;

/** The forms of `it` and `describe` that the tests use. */
function forms(register: Register) {
  const each = (rows: Table) => (title: string, body: Body) => {
    for (const row of rows) {
      const values = Array.isArray(row) ? row : [row];
      register(titled(title, values), () => (body as (...all: unknown[]) => unknown)(...values));
    }
  };
  const none = Object.assign(() => {}, { each: () => () => {} });
  const some = Object.assign(register, { each });
  return Object.assign(some, {
    runIf: (condition: unknown) => (condition ? some : none),
    skipIf: (condition: unknown) => (condition ? none : some),
  });
}

export const it = forms((title, body) => add(title, body));
export const describe = forms((title, body) => {
  path.push(title);
  body();
  path.pop();
});
export const beforeAll = (hook: () => unknown) => collected.beforeAll.push(hook);
export const afterAll = (hook: () => unknown) => collected.afterAll.push(hook);
export const afterEach = (hook: () => unknown) => collected.afterEach.push(hook);
