/** What the fuzzer starts from: fixtures, examples, and small documents of each format's odd corners. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildBinary, parse } from 'plist';
import { pax, tarOf, zipOf } from '../../test/support/archive.ts';
import { bplist, object, plistXml } from '../../test/support/plist.ts';
import { inFolder, makeDatabase } from '../../test/support/sqlite.ts';
import { utf16, utf8 } from '../../test/support/bytes.ts';
import { tableRows, workbook, worksheet } from '../../test/support/workbook.ts';
import { archiveBytes, sectionArchive, sectionInfo } from '../fixtures/apple-apps.ts';
import { binary, xml } from '../fixtures/apple-backup.ts';
import { guardedPhone, openPhone, stubOf } from '../fixtures/apple-phone.ts';
import { signedSeed } from './signed.ts';

const root = join(import.meta.dirname, '..', '..');

/** Files below a folder of the project whose names match, in a stable order. */
function files(folder: string, name: RegExp): Uint8Array[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => name.test(path) && !path.endsWith('expected.json'))
    .sort()
    .map((path) => new Uint8Array(readFileSync(join(root, folder, path))));
}

const isJson = /\.(json|ndjson)$/;
const fixtures = (source: string): Uint8Array[] =>
  files(`test/fixtures/sources/${source}`, /^[^/]*\/input\./);

const xmlProfiles = (): Uint8Array[] => [
  ...fixtures('apple-mobileconfig').filter((bytes) => bytes[0] === 0x3c),
  ...files('examples/fleet/apple', /\.mobileconfig$/),
];

const oddPlists = [
  '<array><integer> +7 </integer><integer>9007199254740993</integer><real>1.5e3</real><date>2026-02-28T23:59:59Z</date></array>',
  '<dict><key>a</key><string>x<![CDATA[<b>&]]>y</string><key>a</key><data> QUJ DRA== </data></dict>',
  '<array><!-- c --><true/><false></false><string>&lt;&#13;&#x1F4F1;</string><dict/><array/></array>',
].map(plistXml);

/** Of the fixtures that are not damaged on purpose: on those the package prints to standard error. */
function binaryTwins(): Uint8Array[] {
  const whole = xmlProfiles().filter((bytes) => Buffer.from(bytes).includes('</plist>'));
  return whole.map((bytes) => new Uint8Array(buildBinary(parse(Buffer.from(bytes).toString('utf8')))));
}

const oddBplists = [
  bplist([object.dict([1, 1], [2, 3]), object.ascii('a'), object.true, object.integer(-1, 8)]),
  bplist([object.array([1, 1, 2, 3]), object.array([2, 2]), object.utf16('Größe'), object.real(1.5, 4)]),
  bplist([
    object.array([1, 2, 3]),
    object.date(0.5),
    object.data(utf8('x'.repeat(20))),
    object.integer(2n ** 64n - 1n, 16),
  ]),
];

const oddJson = [
  '{"a": 1, "a": 2, "__proto__": {"x": -0}, "b": [1e5, 9007199254740993, "\\ud83d\\udcf1\\u00e9", null, true]}',
  '{"@odata.context": "x", "value": [{"id": 1}, {"id": 2}], "@odata.nextLink": "y"}',
  '[[], {}, "", 0, -1.5E-3, false]',
];

const oddYaml = [
  "'@odata.type': '#microsoft.graph.iosCompliancePolicy'\npasscodeRequired: true\nosMinimumVersion: '17.0'\nassignments:\n- target:\n    groupId: a\n",
  'a: 1\na: 0x1F\n__proto__: {x: -0.5}\nb: [1.0e+5, 9007199254740993, "\\U0001F4F1\\xE9", null, true, yes, 2026-01-01]\n',
  '# c\n---\n- id: 1\n  text: |\n    x\n\n    y\n- id: 2\n  folded: >-\n    z\n...\n',
];

const oddCsv = ['a,b\r\n1,2\r\n', 'sep=;\na;b;a\n"x;""y"";\n";2;3\n', 'id\tname\n1\tGrün\n\n2\t\n'];

const oddXml = [
  '<?xml version="1.0" encoding="UTF-8"?><a x="1" y=\'&lt;&#65;\'><b/><!-- c --><c><![CDATA[<x>]]></c>t&amp;t</a>',
  '<map><string name="k">v</string><set name="s"><string>1</string></set></map><map/>',
  '<!DOCTYPE a SYSTEM "a.dtd"><a>x<b>y</b>z</a>',
];

/** Of apps: a list of sections with an archive in each, one archive alone, clients of the location, a state in JSON. */
function appPlists(): Uint8Array[] {
  const archive = archiveBytes(sectionArchive({ authorizationStatus: 2, showsInLockScreen: true }));
  const state = '{"accessChallengeData":{"numericalPassword":"1"},"records":[]}';
  return [
    sectionInfo({ 'net.whatsapp.WhatsApp': archive }),
    archive,
    binary({ a: { BundleId: 'net.whatsapp.WhatsApp', Authorization: 3 }, SSKeepMessages: 30 }),
    ...texts([state]),
  ];
}

const androidFiles = [
  '<settings version="1"><setting id="1" name="adb_enabled" value="0" /></settings><settings/>',
  '<packages><version sdkVersion="33" /><package name="com.whatsapp" userId="10245" /></packages>',
  '<package-restrictions><pkg name="com.whatsapp" inst="true" enabled="3" /></package-restrictions>',
  '<runtime-permissions><package name="com.whatsapp"><permission name="android.permission.CAMERA" granted="true" flags="301" /></package></runtime-permissions>',
  '<app-ops v="1"><uid n="10245"><op n="26" m="4" /></uid><pkg n="com.whatsapp"><uid n="10245"><op n="26" m="1" /></uid></pkg></app-ops>',
  '<map><string name="two_factor_auth_code">1</string><boolean name="security_notifications" value="true" /><int name="disappearing_mode_duration_int" value="0" /><set name="a"><string>b</string></set></map>',
  '<user id="10" flags="4144" type="android.os.usertype.profile.MANAGED"><name>x</name></user>',
];

/** ABX by hand: a start, an element with an attribute of each small type, text, an end. */
const oddAbx = [
  Uint8Array.of(0x41, 0x42, 0x58, 0, 0x10, 0x32, 0xff, 0xff, 0, 1, 0x61, 0x2f, 0xff, 0xff, 0, 1, 0x62, 0, 1, 0x63, 0xcf, 0, 1, 0x33, 0, 0, 0x11), // prettier-ignore
  Uint8Array.of(0x41, 0x42, 0x58, 0, 0x10, 0x32, 0xff, 0xff, 0, 1, 0x61, 0x6f, 0xff, 0xff, 0, 1, 0x62, 0, 0, 0, 7, 0x24, 0, 2, 0x68, 0x69, 0x33, 0, 0, 0x11), // prettier-ignore
];

const content = utf8('{"devices": []}'.repeat(20));
const parts = [
  { name: 'a.json', content },
  { name: 'x/b.json', content, method: 0 },
];
const gzip = (bytes: Uint8Array): Uint8Array => new Uint8Array(gzipSync(bytes));

function archives(): Uint8Array[] {
  const tar = tarOf([pax([['path', 'long/name.json']]), ...parts]);
  const described = zipOf([{ name: 'a', content, descriptor: true }]);
  return [zipOf(parts), zipOf(parts, { zip64: true }), described, tar, gzip(tar), gzip(content)];
}

/** Small pages, so that a change meets every part of the file. */
const databases = (): Uint8Array[] =>
  [
    `CREATE TABLE t(a, b); INSERT INTO t VALUES(1, 'x'), (9007199254740993, 'Größe 電話'), (-1.5, NULL), (x'00ff', '');
     CREATE INDEX i ON t(a); CREATE VIEW v AS SELECT a FROM t`,
    `CREATE TABLE t(a, b); WITH RECURSIVE n(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n LIMIT 80)
     INSERT INTO t SELECT a, printf('value %d %s', a, hex(zeroblob(a))) FROM n; CREATE TABLE u(x); INSERT INTO u SELECT b FROM t`,
    `CREATE TABLE w(k PRIMARY KEY, v) WITHOUT ROWID; INSERT INTO w VALUES('a', 1), ('b', 2); CREATE TABLE u(x, y AS (x) STORED);
     INSERT INTO u VALUES(1); CREATE VIRTUAL TABLE f USING fts5(c); INSERT INTO f VALUES('text')`,
    `PRAGMA encoding = 'UTF-16le'; CREATE TABLE t(a, b); INSERT INTO t VALUES('電話 📱', 1)`,
  ].map((sql) =>
    inFolder(
      (folder) => new Uint8Array(readFileSync(makeDatabase(folder, `PRAGMA page_size = 512; ${sql}`))),
    ),
  );

/** The first rules of each audit profile: a whole one takes a hundred times as long to check. */
const yamlFiles = (): Uint8Array[] =>
  [...files('profiles', /\.yaml$/), ...files('examples', /^[^/]*\.yaml$/)].map((bytes) => {
    const end = Buffer.from(bytes).indexOf('\n  - id:', Math.min(1500, bytes.length - 600));
    return end < 0 ? bytes : bytes.slice(0, end + 1);
  });
const texts = (list: readonly string[]): Uint8Array[] => list.map(utf8);

/** Those of made-up phones, each key once in either form. */
const phonePlists = (): Uint8Array[] =>
  [guardedPhone, openPhone].flatMap((phone) => {
    const { permissions: _permissions, profiles, ...lists } = phone;
    return [...Object.values(lists), ...profiles.map(stubOf)].flatMap((one) => [xml(one), binary(one)]);
  });

const families: Readonly<Record<string, () => Uint8Array[]>> = {
  'plist-xml': () => [...xmlProfiles(), ...texts(oddPlists)],
  bplist: () => [...binaryTwins(), ...oddBplists],
  json: () => [...texts(oddJson), ...files('examples/fleet/intune', isJson)],
  'json-cut': () => [...texts(oddJson), ...fixtures('intune-devices')],
  'json-peek': () => [...texts(oddJson), ...fixtures('intune-policy'), ...xmlProfiles()],
  text: () => [
    utf8('Größe 電話 📱'),
    utf16('Größe 📱', 'le'),
    utf16('電話 📱', 'be', false),
    ...texts(oddCsv),
  ],
  cms: () => [...xmlProfiles(), utf8('x')].map(signedSeed),
  yaml: () => [...yamlFiles(), utf8('id: a\ntitle: A\nversion: "1"\nrules: []\n')],
  'yaml-tree': () => texts(oddYaml),
  lint: () => [...files('test/fixtures/lint', /\.mobileconfig$/), ...xmlProfiles()],
  'apple-backup': () => [...phonePlists(), ...appPlists()],
  'apple-profile': () => [...xmlProfiles(), ...binaryTwins(), ...xmlProfiles().map(signedSeed)],
  'apple-management': () => [...fixtures('apple-declaration'), ...fixtures('apple-status-report')],
  'apple-documents': () => [
    ...fixtures('apple-mdm-response'),
    ...fixtures('apple-ideviceinfo'),
    ...fixtures('apple-cfgutil'),
    ...fixtures('apple-embedded-profile'),
  ],
  intune: () => [
    ...fixtures('intune-devices'),
    ...fixtures('intune-setting-status'),
    ...fixtures('intune-tenant'),
    ...fixtures('intune-policy'),
    ...files('examples/fleet/intune', isJson),
  ],
  mapping: () => [
    ...files('test/fixtures/mappings', /\/ok[^/]*\/input\./),
    ...files('schemas/mappings', /\.yaml$/),
    utf8('Our list;;\r\nAsset;System;Code;Version;Seen;Length\r\nA-1;iPhone;Yes;17.4;2026-11-01;6\r\n'),
    utf8(
      '<phones><phone id="1"><id>p</id><os>iOS</os><Code>Yes</Code><volumes><v><enc>true</enc></v></volumes></phone></phones>',
    ),
    workbook(
      [
        worksheet(
          tableRows([
            ['Asset', 'System', 'Code'],
            ['A-1', 'iPhone', '<c r="CROW" s="1"><v>46300</v></c>'],
          ]),
        ),
      ],
      {
        strings: '<si><t>x</t></si>',
        styles: '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>',
      },
    ),
  ],
  'device-lists': () => [
    ...fixtures('intune-devices-csv'),
    ...fixtures('intune-reports'),
    ...fixtures('google-directory-devices'),
    ...fixtures('google-directory-users'),
    ...fixtures('google-directory-csv'),
    ...fixtures('google-cloud-identity'),
    ...fixtures('workspace-one-devices'),
    ...fixtures('simplemdm-devices'),
    ...fixtures('fleet-hosts'),
    ...fixtures('fleet-gitops'),
  ],
  jamf: () =>
    ['devices', 'classic-devices', 'profiles', 'devices-csv', 'other'].flatMap((name) =>
      fixtures(`jamf-${name}`),
    ),
  android: () => [...fixtures('android-management-policy'), ...files('examples/fleet/android', isJson)],
  'android-xml': () => texts(androidFiles),
  stream: () => fixtures('passmuster-stream'),
  csv: () => texts(oddCsv),
  xml: () => [...texts(oddXml), ...xmlProfiles()],
  abx: () => oddAbx,
  archive: archives,
  sqlite: databases,
};

/** The seeds of a reader; the fixtures of its source, where the reader is called like one. */
export function seedsOf(reader: string): Uint8Array[] {
  const seeds = families[reader]?.() ?? fixtures(reader);
  return seeds.filter((bytes) => bytes.length > 0);
}
