import { defineSource } from '../define.ts';
import { tableOf } from './tables.ts';

export default defineSource({
  id: 'intune-backup-tables',
  title: 'Side tables of Intune backups (assignments, groups, filters, MigrationTable.json)',
  platforms: ['ios', 'android'],
  recognised:
    'JSON or YAML with assignments and their targets and nothing of a policy, TenantId and Objects of a migration table, groups or assignment filters of Graph, or settings of the catalogue apart from their policy',
  detect: ({ json, yaml }) => (tableOf(json ?? yaml) === undefined ? 'no' : 'yes'),
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});
