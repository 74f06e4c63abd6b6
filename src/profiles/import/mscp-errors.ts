/**
 * Known errors of the macOS Security Compliance Project (branches ios_18, ios_26 and main of 2026), found by holding its
 * rules against Apple's schema. Each is looked for in the file that is imported: once it is mended there, nothing is said.
 */
import type { MscpRule, Pair } from './mscp-rule.ts';

interface KnownError {
  readonly rule: string;
  /** Whether a pair of the rule has it. */
  readonly isIn: (pair: Pair) => boolean;
  /** What stands in its place; undefined: the key reaches no phone, and the rule is left out. */
  readonly mended?: (pair: Pair) => Pair;
  readonly words: string;
}

const renamed = (rule: string, wrong: string, right: string, why: string): KnownError => ({
  rule,
  isIn: ({ key }) => key === wrong,
  mended: (pair) => ({ ...pair, key: right }),
  words: `its key is ${wrong}; ${why} ${right}, which is judged`,
});
const turned = (rule: string, key: string, wrong: boolean, why: string): KnownError => ({
  rule,
  isIn: (pair) => pair.key === key && pair.value === wrong,
  mended: (pair) => ({ ...pair, value: !wrong }),
  words: `it writes ${key}: ${wrong}, ${why}; ${!wrong} is judged`,
});
const deaf = (rule: string, key: string, why: string): KnownError => ({
  rule,
  isIn: (pair) => pair.key === key,
  words: `${key} ${why}: no phone follows it, and the rule is left out`,
});

const knownErrors: readonly KnownError[] = [
  renamed('os_ssl_for_exchange_activesync_enable', 'ssl', 'SSL', 'Apple’s is'),
  renamed(
    'os_video_conferencing_remote_control_disable',
    'allowVideoConferenceingRemoteControl',
    'allowVideoConferencingRemoteControl',
    'Apple’s is',
  ),
  turned('os_exchange_notes_disable', 'EnableNotes', true, 'and its title disables'),
  turned('os_mail_move_messages_disable', 'PreventMove', false, 'and its title disables moving'),
  deaf(
    'os_airplay_incoming_password_require',
    'forceAirPlayIncomingRequestsPairingPassword',
    'is a key for the Apple TV',
  ),
  deaf('os_siri_server_logging_disable', 'allowSiriServerLogging', 'is not in Apple’s schema'),
  {
    rule: 'os_on_device_dictation_enforce',
    isIn: ({ key, isDeclared }) => isDeclared === true && key === 'ForceOnDeviceOnlyTranslation',
    mended: (pair) => ({ ...pair, key: 'ForceOnDeviceOnlyDictation' }),
    words:
      'its declaration has the key ForceOnDeviceOnlyTranslation, which is that of another rule; dictation is judged',
  },
  {
    rule: 'os_on_device_translation_enforce',
    isIn: ({ value, isDeclared }) => isDeclared === true && value === false,
    mended: (pair) => ({ ...pair, value: true }),
    words: 'its declaration has the value false, against its title and its profile key; true is judged',
  },
];

/** Keys that only carry others: a mail account has to have a type. */
const carriers: ReadonlyMap<string, readonly string[]> = new Map([
  ['com.apple.mail.managed', ['EmailAccountType']],
]);

export interface Mended {
  readonly pairs: readonly Pair[];
  readonly declared: readonly Pair[];
  /** What was wrong and what was made of it. */
  readonly words: readonly string[];
  /** Every key of the rule reaches no phone. */
  readonly isLeftOut: boolean;
}

/** The pairs of a rule without the errors that are known of it. */
export function mend({ id, pairs, declared }: MscpRule): Mended {
  const known = knownErrors.filter(({ rule }) => rule === id);
  const found = known.filter(({ isIn }) => [...pairs, ...declared].some(isIn));
  const mendedPair = (pair: Pair): Pair[] => {
    const error = known.find(({ isIn }) => isIn(pair));
    if (error === undefined) return [pair];
    return error.mended === undefined ? [] : [error.mended(pair)];
  };
  const isCarrier = ({ type, key }: Pair) => carriers.get(type)?.includes(key) === true;
  return {
    pairs: pairs.filter((pair) => !isCarrier(pair)).flatMap(mendedPair),
    declared: declared.flatMap(mendedPair),
    words: found.map(({ words }) => words),
    isLeftOut: found.some(({ mended }) => mended === undefined),
  };
}
