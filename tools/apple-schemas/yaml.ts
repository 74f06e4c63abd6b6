/** Apple's YAML as it lies in a checkout of its device-management repository: read, not yet understood. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** The block of one system; at a key it is a patch over the one of the parent and of the payload. */
export interface SystemBlock {
  readonly introduced?: string | number;
  readonly deprecated?: string | number;
  readonly removed?: string | number;
  readonly supervised?: boolean;
  readonly multiple?: boolean;
  readonly allowmanualinstall?: boolean;
  readonly 'allowed-enrollments'?: readonly string[];
  readonly sharedipad?: { readonly mode?: string };
  readonly userenrollment?: { readonly mode?: string };
}

export type Systems = Readonly<Record<string, SystemBlock>>;

export interface YamlKey {
  readonly key: string;
  readonly type: string;
  readonly subtype?: string;
  readonly presence?: string;
  readonly default?: string | number | boolean;
  readonly rangelist?: readonly (string | number)[];
  readonly range?: { readonly min?: number; readonly max?: number };
  readonly format?: string;
  readonly repetition?: { readonly min: number; readonly max: number };
  readonly combinetype?: string;
  readonly assettypes?: readonly string[];
  readonly content?: string;
  readonly supportedOS?: Systems;
  readonly subkeys?: readonly YamlKey[];
}

export interface YamlFile {
  readonly name: string;
  readonly payload: {
    readonly payloadtype?: string;
    readonly declarationtype?: string;
    readonly apply?: string;
    readonly supportedOS?: Systems;
  };
  readonly payloadkeys?: readonly YamlKey[];
}

export function readCheckout(root: string): { profiles: YamlFile[]; declarations: YamlFile[] } {
  return {
    profiles: readFolder(join(root, 'mdm', 'profiles')),
    declarations: readFolder(join(root, 'declarative', 'declarations')).filter(
      ({ name }) => name !== 'declarationbase.yaml' && !name.startsWith('assets/credentials/'),
    ),
  };
}

function readFolder(folder: string): YamlFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ ...(parse(readFileSync(join(folder, name), 'utf8'), yamlOptions) as YamlFile), name }));
}

/** Apple's anchors are nested and, up to 18.2, cyclic: more aliases than the package allows for strangers' files. */
const yamlOptions = { maxAliasCount: -1 };
