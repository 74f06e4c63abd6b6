/** What is said elsewhere of a phone: policies that reach it, facts about its user or about the phone itself. */
import type { Links, Token } from '../model/links.ts';
import { type Observation, withdrawn } from '../model/observation.ts';
import { familyOf } from '../model/subject.ts';
import type { SideEvent, SubjectEvent } from './events.ts';
import { isOfOneServer } from './servers.ts';

type Saying = SubjectEvent | Extract<SideEvent, { kind: 'facts' }>;

const nobody: ReadonlySet<Token> = new Set();

export class Reach {
  readonly #byToken = new Map<Token, Set<Saying>>();
  readonly #reached = new Set<Saying>();
  readonly #contested: ReadonlySet<string>;
  /** Groups whose members are all told → the kinds of identifiers that name them. */
  readonly #whole = new Map<Token, ReadonlySet<string>>();
  /** A saying has one text for all the phones that it reaches in one way: many phones and many policies make no copies. */
  readonly #texts = {
    plain: new Texts((one) => one),
    installed: new Texts((one) => ({ ...one, layer: 'installed' })),
    doubted: new Texts((one) => withdrawn(one, 'ambiguous')),
    installedDoubted: new Texts((one) => withdrawn({ ...one, layer: 'installed' }, 'ambiguous')),
  };

  /** @param contested kinds of numbers that several servers give: what is said by them, or to all, is in doubt */
  constructor(sayings: readonly Saying[], contested: ReadonlySet<string> = new Set()) {
    this.#contested = contested;
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
   * How the device is with what reaches it, to be put together when it is asked for.
   * @param doubtful tokens that other devices have too, though they are other phones: what is said of such a token may be of any
   */
  extending(device: SubjectEvent, doubtful: ReadonlySet<Token> = nobody): () => SubjectEvent {
    const tokens = this.#tokensOf(device, doubtful);
    const sayings = new Set<Saying>();
    for (const token of tokens) for (const saying of this.#byToken.get(token) ?? []) sayings.add(saying);
    const own = [...(device.links?.is ?? []), ...(device.links?.of ?? [])];
    const phone: Phone = { device, tokens, kinds: new Set(own.map(kindOf)), doubtful };
    const added = [...sayings].map((saying) => this.#sayingTo(phone, saying)).filter((one) => one.length > 0);
    return () =>
      added.length === 0 ? device : { ...device, observations: [...device.observations, ...added.flat()] };
  }

  /** What the phone is and belongs to, with what facts about it add. */
  #tokensOf({ links }: SubjectEvent, doubtful: ReadonlySet<Token>): ReadonlySet<Token> {
    const tokens = new Set([...(links?.is ?? []), ...(links?.of ?? [])]);
    const sure = [...tokens].filter((token) => !doubtful.has(token));
    for (const token of sure)
      for (const saying of this.#byToken.get(token) ?? [])
        if (saying.kind === 'facts') for (const one of saying.links.of ?? []) tokens.add(one);
    return tokens;
  }

  hasReached(saying: Saying): boolean {
    return this.#reached.has(saying);
  }

  #sayingTo(phone: Phone, saying: Saying): readonly Observation[] {
    const { device, tokens, doubtful } = phone;
    const { links = {} } = saying;
    const isOn = links.on?.some((token) => tokens.has(token)) === true;
    // A phone that has the policy, or has evaluated it, is reached, whoever was to be left out.
    const isNamed = isOn || links.is?.some((token) => tokens.has(token)) === true;
    if (!isNamed && this.#isExcepted(phone, links)) return [];
    if (saying.kind === 'subject' && familyOf(saying.subject.platform) !== familyOf(device.subject.platform))
      return [];
    this.#reached.add(saying);
    const isSure = targetsOf(saying).some(
      (token) => tokens.has(token) && !doubtful.has(token) && isOfOneServer(token, this.#contested),
    );
    const { plain, installed, doubted, installedDoubted } = this.#texts;
    return (isOn ? (isSure ? installed : installedDoubted) : isSure ? plain : doubted).of(saying);
  }

  /** Also where it is not known whether the phone is in a group: by what it says of its own groups, or by the whole of the group. */
  #isExcepted({ tokens, kinds: own }: Phone, { except = [] }: Links): boolean {
    const isOutside = (group: Token): boolean => {
      const kinds = this.#whole.get(group);
      return own.has(kindOf(group)) || (kinds !== undefined && [...kinds].every((kind) => own.has(kind)));
    };
    return except.some((token) => tokens.has(token) || !isOutside(token));
  }
}

interface Phone {
  readonly device: SubjectEvent;
  readonly tokens: ReadonlySet<Token>;
  /** Kinds of what it says of itself. */
  readonly kinds: ReadonlySet<string>;
  readonly doubtful: ReadonlySet<Token>;
}

class Texts {
  readonly #made = new Map<Saying, readonly Observation[]>();
  readonly #form: (one: Observation) => Observation;

  constructor(form: (one: Observation) => Observation) {
    this.#form = form;
  }

  of(saying: Saying): readonly Observation[] {
    const known = this.#made.get(saying);
    if (known !== undefined) return known;
    const made = saying.observations.map(this.#form);
    this.#made.set(saying, made);
    return made;
  }
}

const targetsOf = ({ links }: Saying): Token[] => [...(links?.to ?? []), ...(links?.on ?? [])];

const kindOf = (token: Token): string => token.slice(0, token.indexOf(':'));
