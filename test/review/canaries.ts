/** Plants a made-up secret or name in every place of an export that could hold one, whatever the format. */

/** Members that hold secrets or name people, phones and places, as the products spell them. */
const names =
  `activationLockBypassCode activation_lock_bypass_code ActivationLockBypassCode unlockToken unlock_token PushMagic Token bootstrapToken
filevault_recovery_key firmware_password recovery_lock_password airPlayPassword airplay_password preSharedKey kioskModeExitCode enrollmentToken
qrCode qrCodeKey wifiPassword adminExtras iTunesStoreAccountHash itunes_store_account_hash userName username userDisplayName real_name realName
userPrincipalName primaryUserUPN email emailAddress email_address userEmailAddress deviceName device_name displayName display_name friendlyName
DeviceFriendlyName tenantId phoneNumber phone_number phone imei imei2 meid iccid eid serialNumber serial_number SerialNumber hardware_serial udid
UDID unique_identifier wifiMacAddress wifi_mac_address wifi_mac bluetoothMacAddress bluetooth_mac_address macAddress MacAddress ipAddress
ip_address public_ip primary_ip ssid currentSSID current_carrier_network location lost_mode_message lostModeMessage lostModeFootnote latitude
longitude otherAccountsInfo building buildingId room notes assetTag asset_tag extensionAttributes extension_attributes omaSettings owner`.split(
    /\s+/,
  );
const canaries = new Map(names.map((name, index) => [name, `CANARY-${index + 10}`]));
const folded = new Set(names.map((name) => name.toLowerCase()));

/**
 * Undefined where the text is of no kind that things can be planted in.
 * @param own members, in lower case, that the export is known by, and are shown
 */
export function planted(text: string, extension: string, own: readonly string[] = []): string | undefined {
  const plain = text.replace(/^\uFEFF/, '');
  if (extension === 'csv') return inTable(plain);
  if (extension === 'xml') return inXml(plain);
  if (extension !== 'json') return undefined;
  try {
    return JSON.stringify(inValue(JSON.parse(plain), own));
  } catch {
    return inBrokenJson(plain);
  }
}

function inValue(value: unknown, shown: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => inValue(item, shown));
  if (typeof value !== 'object' || value === null) return value;
  const own = Object.entries(value).map(([key, member]): [string, unknown] => [
    key,
    typeof member === 'string' && folded.has(key.toLowerCase()) && !shown.includes(key.toLowerCase())
      ? (canaries.get(key) ?? 'CANARY-9')
      : inValue(member, shown),
  ]);
  const spelled = new Set(own.map(([key]) => key.toLowerCase()));
  const more = [...canaries].filter(
    ([key]) => !spelled.has(key.toLowerCase()) && !shown.includes(key.toLowerCase()),
  );
  return Object.fromEntries([...own, ...more]);
}

/** Behind every key that opens an object or a list of them; what breaks there stays broken. */
const inBrokenJson = (text: string): string =>
  text.replaceAll(
    /(?<=[:[,\n]\s*)\{(?=\s*")/g,
    () => `{${JSON.stringify(Object.fromEntries(canaries)).slice(1, -1)},`,
  );

function inXml(text: string): string {
  const more = [...canaries].map(([name, canary]) => `<${name}>${canary}</${name}>`).join('');
  return text
    .replaceAll(/<(\w+)>[^<>]+<\/\1>/g, (whole, name: string) =>
      folded.has(name.toLowerCase()) ? `<${name}>CANARY-9</${name}>` : whole,
    )
    .replaceAll(/<(mobile_device|general|security|location|network)>/g, (open) => `${open}${more}`);
}

/** Columns behind the last one, in every line that has as many as the first. */
function inTable(text: string): string {
  const [header = '', ...rows] = text.split(/\r?\n/);
  const separator = header.includes(';') ? ';' : header.includes('\t') ? '\t' : ',';
  const more = (cells: Iterable<string>): string => [...cells].map((cell) => `${separator}${cell}`).join('');
  return [
    `${header}${more(canaries.keys())}`,
    ...rows.map((row) => (row === '' ? row : `${row}${more(canaries.values())}`)),
  ].join('\r\n');
}

/** Forms in which a text holds a canary: as it is, in hexadecimal, and at each of the three beginnings that base64 has. */
export function canariesIn(text: string): string[] {
  const base64 = [0, 1, 2].map((before) =>
    Buffer.from(`${'-'.repeat(before)}CANARY-`)
      .toString('base64')
      .slice(before === 0 ? 0 : before + 1, 8),
  );
  const forms = [
    'canary',
    Buffer.from('CANARY').toString('hex'),
    ...base64.map((form) => form.replace(/=*$/, '')),
  ];
  return forms.flatMap((form, index) => {
    const at = (index < 2 ? text.toLowerCase() : text).indexOf(form);
    return at < 0 ? [] : [text.slice(Math.max(0, at - 120), at + 60)];
  });
}
