/** Builders of JSON texts in the shapes that exports have. */
import fc from 'fast-check';

/** One value written in different ways: compact, indented, with tabs, with CRLF. */
export const jsonLayouts = fc.constantFrom<(value: unknown) => string>(
  (value) => JSON.stringify(value),
  (value) => JSON.stringify(value, null, 2),
  (value) => JSON.stringify(value, null, '\t').replaceAll('\n', '\r\n'),
  (value) => `\n ${JSON.stringify(value, null, 1)} \r\n`,
);

/** Any value that JSON can hold; characters beyond the basic plane included. */
export const jsonValues = fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 });

/** The shapes that are cut: an array, or an object with an array under `value`. */
export const jsonExports = fc.oneof(
  fc.array(jsonValues, { maxLength: 8 }),
  fc.record({
    '@odata.context': fc.string(),
    value: fc.array(jsonValues, { maxLength: 8 }),
    total: fc.nat(),
  }),
  fc.record({ meta: jsonValues, value: fc.array(jsonValues, { maxLength: 8 }) }),
);
