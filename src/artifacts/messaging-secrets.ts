/** Keys of messaging apps whose value is never shown, whatever it looks like. */

/** `th_…` (threema-ch/threema-android, app_restrictions.xml): secrets, and fields that name a person. Wire: the code of the sign-on. */
const named: ReadonlySet<string> = new Set([
  'th_license_username',
  'th_id_backup',
  'th_safe_server_username',
  'th_safe_restore_id',
  'th_nickname',
  'th_firstname',
  'th_lastname',
  'th_csi',
  'th_category',
  'th_linked_email',
  'th_linked_phone',
  'th_job_title',
  'th_department',
  'sso_code',
]);

const sounding = /pass(word|code|phrase)|secret|token|private|pin$|_key$/i;

export const isMessagingSecret = (key: string): boolean => named.has(key) || sounding.test(key);
