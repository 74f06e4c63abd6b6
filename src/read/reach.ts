/** What is said elsewhere of a phone: policies that reach it, facts about its user or about the phone itself. */
import type { Links, Token } from '../model/links.ts';
import { isKnown, type Observation } from '../model/observation.ts';
import { familyOf } from '../model/subject.ts';
import type { SideEvent, SubjectEvent } from './events.ts';

type Saying = SubjectEvent | Extract<SideEvent, { kind: 'facts' }>;

const nobody: ReadonlySet<Token> = new Set();

export class Reach {
  readonly #byToken = new Map<Token, Set<Saying>>();
  readonly #reached = new Set<Saying>();
  /** Groups whose members are all told → the kinds of identifiers that name them. */
  readonly #whole = new Map<Token, ReadonlySet<string>>();

  constructor(sayings: readonly Saying[]) {
    for (const saying of sayings) {
      for (const token of targetsOf(saying)) {
        const same = this.#byToken.get(token);
        if (same === undefined) this.#byToken.set(token, new Set([saying]));
        else same.add(saying);
      }
      for (const group of saying.links?.whole ?? [])
        this.#whole.set(
          group,
          new Set([...(this.#whole.get(group) ?? []), ...targetsOf(saying).map(kindOf)]),
        );
    }
  }

  /**
   * The device with what reaches it.
   * @param doubtful tokens that other devices have too, though they are other phones: what is said of such a token may be of any
   */
  extended(device: SubjectEvent, doubtful: ReadonlySet<Token> = nobody): SubjectEvent {
    const tokens = this.#tokensOf(device, doubtful);
    const sayings = new Set([...tokens].flatMap((token) => [...(this.#byToken.get(token) ?? [])]));
    const added = [...sayings].flatMap((saying) => this.#sayingsTo(device, tokens, doubtful, saying));
    return added.length === 0 ? device : { ...device, observations: [...device.observations, ...added] };
  }

  /** What the phone is and belongs to, with what facts about it add. */
  #tokensOf({ links }: SubjectEvent, doubtful: ReadonlySet<Token>): ReadonlySet<Token> {
    const own = [...(links?.is ?? []), ...(links?.of ?? [])];
    const sure = own.filter((token) => !doubtful.has(token));
    const facts = sure.flatMap((token) => [...(this.#byToken.get(token) ?? [])]);
    const added = facts.flatMap((saying) => (saying.kind === 'facts' ? (saying.links.of ?? []) : []));
    return new Set([...own, ...added]);
  }

  hasReached(saying: Saying): boolean {
    return this.#reached.has(saying);
  }

  #sayingsTo(
    device: SubjectEvent,
    tokens: ReadonlySet<Token>,
    doubtful: ReadonlySet<Token>,
    saying: Saying,
  ): readonly Observation[] {
    const { links = {} } = saying;
    const isOn = links.on?.some((token) => tokens.has(token)) === true;
    // A phone that has the policy, or has evaluated it, is reached, whoever was to be left out.
    const isNamed = isOn || links.is?.some((token) => tokens.has(token)) === true;
    if (!isNamed && this.#isExcepted(device, links, tokens)) return [];
    if (saying.kind === 'subject' && familyOf(saying.subject.platform) !== familyOf(device.subject.platform))
      return [];
    this.#reached.add(saying);
    const said = isOn
      ? saying.observations.map((one) => ({ ...one, layer: 'installed' as const }))
      : saying.observations;
    const isSure = targetsOf(saying).some((token) => tokens.has(token) && !doubtful.has(token));
    return isSure ? said : said.map(withdrawn);
  }

  /** Also where it is not known whether the phone is in a group: by what it says of its own groups, or by the whole of the group. */
  #isExcepted({ links }: SubjectEvent, { except = [] }: Links, tokens: ReadonlySet<Token>): boolean {
    const own = new Set([...(links?.is ?? []), ...(links?.of ?? [])].map(kindOf));
    const isOutside = (group: Token): boolean => {
      const kinds = this.#whole.get(group);
      return own.has(kindOf(group)) || (kinds !== undefined && [...kinds].every((kind) => own.has(kind)));
    };
    return except.some((token) => tokens.has(token) || !isOutside(token));
  }
}

const kindOf = (token: Token): string => token.slice(0, token.indexOf(':'));

const targetsOf = ({ links }: Saying): Token[] => [...(links?.to ?? []), ...(links?.on ?? [])];

/** Keeps its place and loses its value. */
function withdrawn(one: Observation): Observation {
  if (!isKnown(one)) return one;
  const { value: _value, needs: _needs, ...rest } = one;
  return { ...rest, unknown: 'ambiguous' };
}
