/** The flat row that a mapping makes of a native one: settings go by their id, everything else by these names. */

export const flat = {
  id: '@id',
  serial: '@serial',
  udid: '@udid',
  imei: '@imei',
  user: '@user',
  platform: '@platform',
  model: '@model',
  lastSeen: '@last-seen',
  /** There when the system says that the device was never seen. */
  never: '@never',
  apps: '@apps',
  label: '@label:',
} as const;
