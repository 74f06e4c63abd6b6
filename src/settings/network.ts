import { defineSetting } from './define.ts';
import { proofs } from './proofs.ts';

const proof = { android: proofs.androidPolicy };
const allowed = { type: 'boolean', merge: 'and', proof } as const;

/** Radios, networks and calls, as an Android policy controls them. */
export const network = [
  defineSetting({
    ...allowed,
    id: 'network.wifiCreation.allowed',
    title: 'The user may add Wi-Fi networks',
  }),
  defineSetting({
    id: 'network.wifiPolicy',
    type: 'choice',
    title: 'Which Wi-Fi networks may be joined',
    merge: 'strictest',
    values: ['open', 'denyList', 'allowList'],
    proof,
  }),
  defineSetting({
    id: 'network.wifiMinimumSecurity',
    type: 'choice',
    title: 'Weakest Wi-Fi security that may be joined (personal includes WEP)',
    merge: 'strictest',
    values: ['open', 'personal', 'enterprise', 'enterpriseWithLongKeys'],
    proof,
  }),
  defineSetting({ ...allowed, id: 'network.wifiDirect.allowed', title: 'Wi-Fi Direct can be used' }),
  defineSetting({
    ...allowed,
    id: 'network.tethering.allowed',
    title: 'The phone shares its connection (tethering, hotspot)',
  }),
  defineSetting({
    id: 'network.privateDns',
    type: 'choice',
    title: 'How names are resolved over an encrypted connection',
    merge: 'strictest',
    values: ['userChoice', 'automatic', 'specifiedHost'],
    proof,
  }),
  defineSetting({ ...allowed, id: 'network.secondGeneration.allowed', title: '2G networks can be used' }),
  defineSetting({ ...allowed, id: 'network.ultraWideband.allowed', title: 'Ultra-wideband can be used' }),
  defineSetting({ ...allowed, id: 'network.dataRoaming.allowed', title: 'Data roaming can be used' }),
  defineSetting({
    ...allowed,
    id: 'network.mobileConfiguration.allowed',
    title: 'The user may change mobile network settings',
  }),
  defineSetting({
    ...allowed,
    id: 'network.reset.allowed',
    title: 'The user may reset the network settings',
  }),
  defineSetting({ ...allowed, id: 'bluetooth.allowed', title: 'Bluetooth can be used' }),
  defineSetting({ ...allowed, id: 'bluetooth.sharing.allowed', title: 'Files are sent over Bluetooth' }),
  defineSetting({ ...allowed, id: 'nfc.beam.allowed', title: 'Apps send data by NFC beam' }),
  defineSetting({ ...allowed, id: 'phone.sms.allowed', title: 'Text messages can be sent and received' }),
  defineSetting({ ...allowed, id: 'phone.outgoingCalls.allowed', title: 'Calls can be made' }),
  defineSetting({
    ...allowed,
    id: 'phone.cellBroadcastConfiguration.allowed',
    title: 'The user may change emergency broadcast settings',
  }),
  defineSetting({
    ...allowed,
    id: 'certificates.modification.allowed',
    title: 'The user may add or remove certificates',
  }),
] as const;
