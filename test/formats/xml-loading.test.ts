/** The second reader of XML is loaded on demand. A file of its own: it replaces a module. */
import { expect, it, vi } from 'vitest';

it('the second reader is not loaded before a document is read', async () => {
  vi.resetModules();
  const loaded = vi.fn();
  vi.doMock('fast-xml-parser', async (original) => {
    loaded();
    return original();
  });
  const fresh = await import('../../src/formats/xml.ts');
  expect(loaded).not.toHaveBeenCalled();
  await fresh.readXml('<a/>');
  expect(loaded).toHaveBeenCalledOnce();
  vi.doUnmock('fast-xml-parser');
  vi.resetModules();
});
