import { defineSource, type Detection, type DetectionInput } from '../define.ts';

export default defineSource({
  id: 'fleet-gitops',
  title: 'Fleet GitOps configuration (default.yml, a team or fleet)',
  platforms: ['ios', 'android'],
  recognised:
    'YAML with controls beside two of agent_options, labels, name, org_settings, policies, queries, reports, settings, software, team_settings',
  detect,
  async *read(input) {
    yield* (await import('./read.ts')).read(input);
  },
});

/** Fleet, "YAML files": the keys of default.yml and of a team; newer versions write reports and settings. */
const beside = [
  'agent_options',
  'labels',
  'name',
  'org_settings',
  'policies',
  'queries',
  'reports',
  'settings',
  'software',
  'team_settings',
] as const;

function detect({ yaml }: DetectionInput): Detection {
  if (yaml?.root !== 'object' || !yaml.keys.has('controls')) return 'no';
  return beside.filter((key) => yaml.keys.has(key)).length >= 2 ? 'yes' : 'no';
}
