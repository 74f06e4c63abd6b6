/** Every reader that is fuzzed: its target and the words of its format. */
import { fuzz as abx } from '../../test/fuzz/abx.ts';
import { fuzz as androidDumpstate } from '../../test/fuzz/android-dumpstate.ts';
import { fuzz as androidXml } from '../../test/fuzz/android-xml.ts';
import { fuzz as android } from '../../test/fuzz/android.ts';
import { fuzz as appleManagement } from '../../test/fuzz/apple-management.ts';
import { fuzz as appleDocuments } from '../../test/fuzz/apple-documents.ts';
import { fuzz as appleBackup } from '../../test/fuzz/apple-backup.ts';
import { fuzz as appleProfile } from '../../test/fuzz/apple-profile.ts';
import { fuzz as archive } from '../../test/fuzz/archive.ts';
import { fuzz as bplist } from '../../test/fuzz/bplist.ts';
import { fuzz as cms } from '../../test/fuzz/cms.ts';
import { fuzz as csv } from '../../test/fuzz/csv.ts';
import { fuzz as deviceLists } from '../../test/fuzz/device-lists.ts';
import { fuzz as intune } from '../../test/fuzz/intune.ts';
import { fuzz as jamf } from '../../test/fuzz/jamf.ts';
import { fuzz as jsonCut } from '../../test/fuzz/json-cut.ts';
import { fuzz as jsonPeek } from '../../test/fuzz/json-peek.ts';
import { fuzz as json } from '../../test/fuzz/json.ts';
import { fuzz as lint } from '../../test/fuzz/lint.ts';
import { fuzz as mapping } from '../../test/fuzz/mapping.ts';
import { fuzz as plistXml } from '../../test/fuzz/plist-xml.ts';
import { fuzz as sqlite } from '../../test/fuzz/sqlite.ts';
import { fuzz as stream } from '../../test/fuzz/stream.ts';
import { fuzz as text } from '../../test/fuzz/text.ts';
import { fuzz as xml } from '../../test/fuzz/xml.ts';
import { fuzz as yaml } from '../../test/fuzz/yaml.ts';
import { fuzz as yamlTree } from '../../test/fuzz/yaml-tree.ts';

export interface Reader {
  readonly fuzz: (data: Uint8Array) => void | Promise<void>;
  /** Latin-1. */
  readonly tokens: readonly string[];
}

const utf8Marks = [
  '\xef\xbb\xbf',
  '\xff\xfe',
  '\xfe\xff',
  '\xe2\x80\x8b',
  '\xed\xa0\x80',
  '\x00',
  '\xc2\x85',
];
const xmlWords = [
  '<!--', '-->', '<![CDATA[', ']]>', '<?xml version="1.1"?>', '<?x?>', '<!DOCTYPE a [', '<!ENTITY a "b">', ']>', '&a;',
  '&lt;', '&#0;', '&#xD800;', '&#13;', '&amp;', '</', '/>', '<', '>', '"', "'", '=', ' x="1"', '\r', ...utf8Marks,
]; // prettier-ignore
const plistWords = [
  '<dict>', '</dict>', '<array>', '</array>', '<key>', '</key>', '<string>', '</string>', '<integer>', '</integer>', '<real>',
  '</real>', '<true/>', '<date>', '</date>', '<data>', '</data>', '<plist>', '</plist>', '<null/>', '__proto__', '<key>a</key>',
  '<key>constructor</key>', '<string>constructor</string>', ...xmlWords,
]; // prettier-ignore
const lintWords = [
  '<key>PayloadType</key>', '<key>PayloadContent</key>', '<string>com.apple.wifi.managed</string>', '<key>allowCamera</key>',
  '<string>com.apple.declarations</string>', '<key>Declarations</key>', '<key>PayloadUUID</key>', '<key>RemovalDate</key>',
  '<integer>9007199254740993</integer>', '<key>EncryptedPayloadContent</key>', '<string>%x%</string>', '<key>Password</key>',
]; // prettier-ignore
const bplistWords = [
  'bplist00', '\x08', '\x09', '\x10\x01', '\x13\xff\xff\xff\xff\xff\xff\xff\xff', '\x14', '\x23\x7f\xf0\x00\x00\x00\x00\x00\x00',
  '\x33', '\x4f\x12', '\x51a', '\x5f\x10', '\x61\xd8\x00', '\x80\x00', '\xa1\x00', '\xaf\x11\xff\xff', '\xd1\x00\x00', '\xdf\x10',
  '\x00\x00\x00\x00\x00\x00\x01\x01', '\x00\x00\x00\x00\x00\x00\x00\x01', '\xff\xff\xff\xff\xff\xff\xff\xff', '__proto__',
]; // prettier-ignore
const jsonWords = [
  '{', '}', '[', ']', ',', ':', '"', '\\', '\\u0000', '\\ud800', '\\udc00', 'null', 'true', 'false', 'NaN', '-', '.', 'e', '1e999',
  '"__proto__":', '"constructor":', '"a":1,', '{}', '[]', '""', '\n', '//', '"value":[', ...utf8Marks,
]; // prettier-ignore
const asn1Words = [
  '\x30\x80', '\x00\x00', '\x24\x80', '\x04\x00', '\x30\x84\xff\xff\xff\xff', '\x1f', '\xa0\x00', '\x31\x00', '\x02\x01\x00',
  '\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02', '\x06\x03\x2b\x65\x70', '\x05\x00', '\x30\x00',
]; // prettier-ignore
const yamlWords = [
  '- ', ': ', '\n', '  ', '&a ', '*a', '!!str ', '<<: ', '---\n', '...\n', '%YAML 1.1\n', '#', '|', '>', '{', '}', '[', ']', '"',
  "'", '? ', '~', '.inf', '0o17', 'is: ', 'all: ', 'any: ', 'none: ', 'when: ', 'rules:', 'examples:', 'atLeast: ', 'parameters:',
  '${', '\t', ...utf8Marks,
]; // prettier-ignore
const csvWords = [',', ';', '\t', '"', '""', '\r\n', '\n', '\r', 'sep=;\n', '=', ' ', ...utf8Marks];
const dumpWords = [
  'DUMP OF SERVICE package:\n', '------ SYSTEM PROPERTIES (getprop) ------\n', '--------- 0.1s was the duration of dumpsys package,', '\n',
  '== dumpstate: done', "*** SERVICE 'x' DUMP TIMEOUT", 'Packages:\n', '  Package [com.whatsapp] (1):\n', '    User 0: installed=true\n',
  'android.permission.CAMERA: granted=true, flags=[ POLICY_FIXED]', '  Uid u0a245:\n', '      CAMERA: mode=ignore\n', 'UserInfo{0:a:13}',
  'Effective restrictions:\n', '__proto__', '\r', ...utf8Marks,
]; // prettier-ignore
const abxWords = [
  'ABX\x00',
  '\x10',
  '\x11',
  '\x32\xff\xff',
  '\x33',
  '\x2f',
  '\x3f',
  '\x6f',
  '\x9f',
  '\xbf',
  '\x24',
  '\x36',
  '\xff\xff\x00\x01a',
];

const archiveWords = [
  'PK\x03\x04', 'PK\x01\x02', 'PK\x05\x06', 'PK\x06\x06', 'PK\x06\x07', 'PK\x07\x08', '\x1f\x8b\x08', 'ustar\x0000', '../', '/', 'a/b',
  '\xff\xff\xff\xff', '\x08\x00', '\x01\x00', '0000644\x00', '\x80\x00\x00\x00', '\x00\x00\x00\x00',
]; // prettier-ignore
/** Words of the schema and kinds of pages; a change of the same length keeps the rest of the file sound. */
const sqliteWords = [
  'table', 'TABLE', 'index', 'view', 'VIEW', 'CREATE TABLE t(a, b)', 'CREATE VIEW t AS SELECT 1 AS a, 2 AS b', 'WITHOUT ROWID',
  ' AS (a) STORED', ' AS (hex(zeroblob(9999)))', ' COLLATE other', ' CHECK(other(a))', 'CREATE VIRTUAL TABLE t USING fts5(a)',
  'SQLite format 3\x00', '\x0d', '\x0a', '\x05', '\x02', '\x00\x00\x00\x01', '\x00\x00\x00\x00', '\xff\xff\xff\xff', '\x7f\xff',
]; // prettier-ignore

export const readers: Readonly<Record<string, Reader>> = {
  'plist-xml': { fuzz: plistXml, tokens: plistWords },
  bplist: { fuzz: bplist, tokens: bplistWords },
  json: { fuzz: json, tokens: jsonWords },
  'json-cut': { fuzz: jsonCut, tokens: jsonWords },
  'json-peek': { fuzz: jsonPeek, tokens: [...jsonWords, ...plistWords] },
  text: { fuzz: text, tokens: utf8Marks },
  cms: { fuzz: cms, tokens: asn1Words },
  yaml: { fuzz: yaml, tokens: yamlWords },
  'yaml-tree': { fuzz: yamlTree, tokens: [...yamlWords, '0x', '1e3', '1.', '9007199254740993'] },
  'apple-backup': { fuzz: appleBackup, tokens: [...plistWords, ...bplistWords] },
  'apple-profile': { fuzz: appleProfile, tokens: [...plistWords, ...bplistWords, ...asn1Words] },
  lint: { fuzz: lint, tokens: [...plistWords, ...lintWords] },
  'apple-management': { fuzz: appleManagement, tokens: jsonWords },
  'apple-documents': { fuzz: appleDocuments, tokens: [...plistWords, ...bplistWords, ...jsonWords] },
  intune: { fuzz: intune, tokens: [...jsonWords, ...yamlWords] },
  mapping: { fuzz: mapping, tokens: [...jsonWords, ...xmlWords, ...csvWords, ...archiveWords] },
  'device-lists': { fuzz: deviceLists, tokens: [...jsonWords, ...csvWords, ...yamlWords] },
  jamf: { fuzz: jamf, tokens: [...jsonWords, ...xmlWords, ...csvWords] },
  android: { fuzz: android, tokens: jsonWords },
  'android-dumpstate': { fuzz: androidDumpstate, tokens: dumpWords },
  'android-xml': { fuzz: androidXml, tokens: [...xmlWords, ...abxWords] },
  stream: { fuzz: stream, tokens: jsonWords },
  csv: { fuzz: csv, tokens: csvWords },
  xml: { fuzz: xml, tokens: xmlWords },
  abx: { fuzz: abx, tokens: abxWords },
  archive: { fuzz: archive, tokens: archiveWords },
  sqlite: { fuzz: sqlite, tokens: sqliteWords },
};
