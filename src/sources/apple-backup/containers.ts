/**
 * Containers of apps in a backup (KnugiHK/WhatsApp-Chat-Exporter): that WhatsApp has kept something on the phone. Its settings are under
 * no key that anybody has published, and its registered number, which stands in a property list of the container, is of use only beside
 * a register: the container stays closed.
 */
import type { MapReading } from '../../artifacts/observe-map.ts';
import { appScope } from '../../model/observation.ts';
import { undecided } from '../../settings/observe.ts';
import { type PhoneSite, placeOf } from '../apple-files.ts';
import { manifestDatabase } from './paths.ts';

const containers: ReadonlyMap<string, string> = new Map([
  ['AppDomainGroup-group.net.whatsapp.WhatsApp.shared', 'whatsapp'],
  ['AppDomainGroup-group.net.whatsapp.WhatsAppSMB.shared', 'whatsapp-business'],
]);

export const isAppContainer = (domain: string): boolean => containers.has(domain);

export function readAppContainers(domains: ReadonlySet<string>, site: PhoneSite): MapReading {
  const { input, layer, extras } = placeOf(manifestDatabase, site);
  const observations = [...containers].flatMap(([domain, app]) => {
    if (!domains.has(domain)) return [];
    const evidence = { input, entry: manifestDatabase, locator: `Files: ${domain}`, value: 'container' };
    const about = { ...extras, scope: appScope(app), notes: ['register-needed'] };
    return [undecided('app.registeredNumberKnown', 'not-collected', layer, evidence, about)];
  });
  return { observations, notices: [] };
}
