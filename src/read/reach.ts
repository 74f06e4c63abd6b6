/** What is said elsewhere of a phone: policies that reach it, facts about its user or about the phone itself. */
import type { Links, Token } from '../model/links.ts';
import type { Observation } from '../model/observation.ts';
import { familyOf } from '../model/subject.ts';
import type { SideEvent, SubjectEvent } from './events.ts';

type Saying = SubjectEvent | Extract<SideEvent, { kind: 'facts' }>;

export class Reach {
  readonly #byToken = new Map<Token, Set<Saying>>();
  readonly #reached = new Set<Saying>();

  constructor(sayings: readonly Saying[]) {
    for (const saying of sayings)
      for (const token of [...(saying.links?.to ?? []), ...(saying.links?.on ?? [])])
        this.#byToken.set(token, (this.#byToken.get(token) ?? new Set()).add(saying));
  }

  /** The device with what reaches it. */
  extended(device: SubjectEvent): SubjectEvent {
    const tokens = new Set([...(device.links?.is ?? []), ...(device.links?.of ?? [])]);
    const sayings = new Set([...tokens].flatMap((token) => [...(this.#byToken.get(token) ?? [])]));
    const added = [...sayings].flatMap((saying) => this.#sayingsTo(device, tokens, saying));
    return added.length === 0 ? device : { ...device, observations: [...device.observations, ...added] };
  }

  hasReached(saying: Saying): boolean {
    return this.#reached.has(saying);
  }

  #sayingsTo(device: SubjectEvent, tokens: ReadonlySet<Token>, saying: Saying): readonly Observation[] {
    const { links } = saying;
    if (links === undefined || isExcepted(links, tokens)) return [];
    if (saying.kind === 'subject' && familyOf(saying.subject.platform) !== familyOf(device.subject.platform))
      return [];
    this.#reached.add(saying);
    const isOn = links.on?.some((token) => tokens.has(token)) === true;
    return isOn
      ? saying.observations.map((one) => ({ ...one, layer: 'installed' as const }))
      : saying.observations;
  }
}

/** Also where the phone's groups are not known: it may be in one that is left out. */
function isExcepted({ except = [] }: Links, tokens: ReadonlySet<Token>): boolean {
  return except.some((token) => {
    const kind = token.slice(0, token.indexOf(':') + 1);
    return tokens.has(token) || ![...tokens].some((one) => one.startsWith(kind));
  });
}
