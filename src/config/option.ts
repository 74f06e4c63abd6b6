/** What can be set for a run: by a flag, an environment variable or a key of the configuration file, all of one name. */

/** How a value is written, and whether it holds a path. */
export type OptionKind =
  | 'boolean'
  | 'integer'
  | 'choice'
  | 'text'
  | 'path'
  /** A path, or an address that has `://` in it. */
  | 'path-or-address'
  /** The id of a built-in profile, or a file. */
  | 'profile'
  /** `format` or `format=file`. */
  | 'output'
  /** An address that is a secret by itself, as those of webhooks are. */
  | 'secret-address'
  /** `name=value`, in the file a map. */
  | 'pairs';

export interface Option {
  /** As the flag is called, without the hyphens before it. */
  readonly name: string;
  readonly kind: OptionKind;
  readonly isList: boolean;
  readonly description: string;
  readonly choices?: readonly string[];
  readonly least?: number;
  readonly most?: number;
  /** A switch that can be turned off by `--no-…`. */
  readonly canBeNegated?: true;
  /** In force where nobody says anything. */
  readonly standard?: string;
  /** Options that cannot be in force together with this one. */
  readonly excludes: readonly string[];
  /** What is given on the command line without a flag. */
  readonly isPositional?: true;
}

/** Where a value comes from, the strongest first. */
export const origins = ['flag', 'environment', 'file', 'default'] as const;
export type Origin = (typeof origins)[number];

/** `PASSMUSTER_FAIL_ON`. */
export const variableOf = ({ name }: Pick<Option, 'name'>): string =>
  `PASSMUSTER_${name.toUpperCase().replaceAll('-', '_')}`;
