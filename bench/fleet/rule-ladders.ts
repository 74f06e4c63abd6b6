/** Rules that are alike but for a number and for whom they are; before they are written as YAML. */
type Example = Readonly<Record<string, unknown>>;

export interface Sketch {
  readonly id: string;
  readonly title: string;
  /** setting and is, all, any, none; and when, appliesTo, maxAge, enforced. */
  readonly asks: Readonly<Record<string, unknown>>;
  readonly pass: Example;
  readonly fail: Example;
}

export const ios = ['ios', 'ipados'];
export const android = ['android'];
export const corporate = { ownership: ['corporate'] };
export const personal = { ownership: ['personal'] };
export const owners = { all: {}, corporate, personal } as const;
export type Owners = readonly (keyof typeof owners)[];

export const slug = (text: string): string => text.replaceAll('.', '-');

/** One rule for each release and each group of owners. */
export function releases(
  platform: readonly string[],
  versions: readonly string[],
  groups: Owners,
  low: string,
): Sketch[] {
  return versions.flatMap((version) =>
    groups.map((owner) => ({
      id: `${platform[0]}-release-${slug(version)}-${owner}`,
      title: `The release of the system is ${version} or later (${owner} phones)`,
      asks: {
        appliesTo: { platform, ...owners[owner] },
        setting: 'os.version',
        is: { versionAtLeast: version },
      },
      pass: { 'os.version': version },
      fail: { 'os.version': low },
    })),
  );
}

export function patches(days: readonly number[], groups: Owners): Sketch[] {
  return days.flatMap((age) =>
    groups.map((owner) => ({
      id: `android-patch-${age}-days-${owner}`,
      title: `The patch level is younger than ${age} days (${owner} phones)`,
      asks: {
        appliesTo: { platform: android, ...owners[owner] },
        setting: 'os.securityPatch',
        is: { newerThan: age },
      },
      pass: { 'os.securityPatch': '2026-01-01' },
      fail: { 'os.securityPatch': '2023-05-01' },
    })),
  );
}

/** One flag for each group of owners, on evidence of any age (0) or of so many days. */
export function flags(
  id: string,
  setting: string,
  wanted: boolean,
  groups: Owners,
  ages: readonly number[],
): Sketch[] {
  const platform = setting === 'device.supervised' ? { platform: ios } : {};
  return groups.flatMap((owner) =>
    ages.map((age) => ({
      id: `${id}-${owner}${age === 0 ? '' : `-within-${age}-days`}`,
      title: `${setting} is ${wanted} (${owner} phones${age === 0 ? '' : `, seen within ${age} days`})`,
      asks: {
        appliesTo: { ...platform, ...owners[owner] },
        ...(age === 0 ? {} : { maxAge: `P${age}D` }),
        setting,
        is: wanted,
      },
      pass: { [setting]: wanted },
      fail: { [setting]: !wanted },
    })),
  );
}

/** Comparisons of other kinds. */
export const others: Sketch[] = [
  {
    id: 'release-for-model',
    title: 'Each model runs the last release that it can',
    asks: {
      appliesTo: { platform: ios },
      setting: 'os.version',
      is: {
        versionAtLeastForModel: [
          { model: 'iPhone 1*', version: '26.0' },
          { model: 'iPad*', version: '18.7' },
          { model: '*', version: '18.6' },
        ],
      },
    },
    pass: { 'os.version': '26.1' },
    fail: { 'os.version': '15.0' },
  },
  {
    id: 'release-no-beta',
    title: 'The release is written as those for everybody are',
    asks: { setting: 'os.version', is: { matches: '[0-9]{2}([.][0-9]{1,2}){0,2}' } },
    pass: { 'os.version': '26.1' },
    fail: { 'os.version': '9.0.0.1' },
  },
  {
    id: 'owner-person',
    title: 'The phone is of a person',
    asks: { setting: 'device.ownership', is: { oneOf: ['personal'] } },
    pass: { 'device.ownership': 'personal' },
    fail: { 'device.ownership': 'corporate' },
  },
  {
    id: 'owner-strict',
    title: 'The phone is of the organisation',
    asks: { setting: 'device.ownership', is: { atLeast: 'corporate' } },
    pass: { 'device.ownership': 'corporate' },
    fail: { 'device.ownership': 'personal' },
  },
  {
    id: 'release-parameter-ios',
    title: 'iOS is as new as the organisation says',
    asks: {
      appliesTo: { platform: ios },
      setting: 'os.version',
      is: { versionAtLeast: { parameter: 'minimumIos' } },
    },
    pass: { 'os.version': '26.1' },
    fail: { 'os.version': '15.0' },
  },
  {
    id: 'release-parameter-android',
    title: 'Android is as new as the organisation says',
    asks: {
      appliesTo: { platform: android },
      setting: 'os.version',
      is: { versionAtLeast: { parameter: 'minimumAndroid' } },
    },
    pass: { 'os.version': '16' },
    fail: { 'os.version': '9' },
  },
  {
    id: 'patch-parameter',
    title: 'The patch level is as young as the organisation says',
    asks: { setting: 'os.securityPatch', is: { newerThan: { parameter: 'patchDays' } } },
    pass: { 'os.securityPatch': '2026-01-01' },
    fail: { 'os.securityPatch': '2023-05-01' },
  },
];
