import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { columns } from '../../src/attestations/columns.ts';
import { load } from './sample.ts';

const guide = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'attestations.md'), 'utf8');

describe('the guide', () => {
  it('shows attestations that are in order, at the line it names', async () => {
    const [, yaml = ''] = /```yaml\n(.*?)```/s.exec(guide) ?? [];
    const { records } = await load(yaml, {}, 'attestations.yaml');
    expect(records.map(({ id, place, until }) => `${place.line} ${id} ${until}`)).toEqual([
      '4 2026-11-two-step-lon-017 2026-12-03T10:15:00Z',
      '14 2026-11-camera-london 2027-03-01T00:00:00Z',
      '27 2026-10-export-access 2027-10-12T00:00:00Z',
    ]);
  });

  it('names every column of CSV', () => {
    const [, section = ''] = /### As CSV or workbook\n(.*?)\n## /s.exec(guide) ?? [];
    expect(Object.keys(columns).filter((name) => !section.includes(`\`${name}\``))).toEqual([]);
  });
});
