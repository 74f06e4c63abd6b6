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

  constructor(sayings: readonly Saying[]) {
    for (const saying of sayings)
      for (const token of targetsOf(saying)) {
        const same = this.#byToken.get(token);
        if (same === undefined) this.#byToken.set(token, new Set([saying]));
        else same.add(saying);
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
    // A phone that confirms having a policy has it, whoever was to be left out.
    if (!isOn && isExcepted(links, tokens)) return [];
    if (saying.kind === 'subject' && familyOf(saying.subject.platform) !== familyOf(device.subject.platform))
      return [];
    this.#reached.add(saying);
    const said = isOn
      ? saying.observations.map((one) => ({ ...one, layer: 'installed' as const }))
      : saying.observations;
    const isSure = targetsOf(saying).some((token) => tokens.has(token) && !doubtful.has(token));
    return isSure ? said : said.map(withdrawn);
  }
}

const targetsOf = ({ links }: Saying): Token[] => [...(links?.to ?? []), ...(links?.on ?? [])];

/** Also where the phone's groups are not known: it may be in one that is left out. */
function isExcepted({ except = [] }: Links, tokens: ReadonlySet<Token>): boolean {
  return except.some((token) => {
    const kind = token.slice(0, token.indexOf(':') + 1);
    return tokens.has(token) || ![...tokens].some((one) => one.startsWith(kind));
  });
}

/** Keeps its place and loses its value. */
function withdrawn(one: Observation): Observation {
  if (!isKnown(one)) return one;
  const { value: _value, needs: _needs, ...rest } = one;
  return { ...rest, unknown: 'ambiguous' };
}
