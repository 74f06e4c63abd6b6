/** Built-in profiles as the build prepares them: the same as their files say, and only as long as these are the same. */
import { describe, expect, it } from 'vitest';
import { builtInIds, loadNamed, profileBytes } from '../../src/profiles/find.ts';
import { prepare, preparedProfile } from '../../src/profiles/prepared.ts';

const preparedText = async (id: string): Promise<string> => {
  const source = await profileBytes(id);
  return JSON.stringify(prepare(source, await loadNamed(source)));
};

describe('a prepared profile', () => {
  it.each(builtInIds())('is what the file says: %s', async (id) => {
    const source = await profileBytes(id);
    expect(preparedProfile(source, await preparedText(id))).toStrictEqual(await loadNamed(source));
  });

  it('counts only for the files that it was made of', async () => {
    const source = await profileBytes('cis-ios-level-2');
    const text = await preparedText('cis-ios-level-2');
    const { files } = JSON.parse(text) as { files: Record<string, string> };
    expect(Object.keys(files)).toEqual(['cis-ios-level-2', 'cis-ios-level-1']);
    for (const hash of Object.values(files))
      expect(preparedProfile(source, text.replaceAll(hash, hash.replaceAll(/./g, '0')))).toBeUndefined();
  });

  it('stands for no file of an operator, whatever it is called', async () => {
    const source = await profileBytes('uk-ncsc-ios');
    const text = await preparedText('uk-ncsc-ios');
    expect(preparedProfile({ ...source, folder: '.' }, text)).toBeUndefined();
  });

  it('is not there when the program runs from its sources', async () => {
    expect(preparedProfile(await profileBytes('uk-ncsc-ios'))).toBeUndefined();
  });
});
