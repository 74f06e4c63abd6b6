/** Profiles and certificates that a device lists: facts about them, never a setting. */
import { X509Certificate } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import type { ListNode, TreeNode } from '../../src/formats/node.ts';
import { certificatesOf, profilesOf } from '../../src/sources/apple-mdm-response/inventories.ts';
import { hasOpenssl, Workshop } from '../support/openssl.ts';

const map = (entries: Record<string, TreeNode>): TreeNode => ({
  type: 'map',
  entries: new Map(Object.entries(entries)),
  repeated: new Map(),
  line: 0,
});
const list = (...items: TreeNode[]): ListNode => ({ type: 'list', items, line: 0 });
const word = (value: string): TreeNode => ({ type: 'string', value, line: 0 });
const yes: TreeNode = { type: 'boolean', value: true, line: 0 };
const data = (value: Uint8Array): TreeNode => ({ type: 'data', value, line: 0 });
const codes = ({ notices }: ReturnType<typeof profilesOf>) => notices.map(({ code }) => code);
const soon = '2026-11-20T23:59:59Z';
const late = '2099-01-01T00:00:00Z';

const shop = new Workshop();
afterAll(() => shop.close());

describe.skipIf(!hasOpenssl)('certificates', () => {
  it('are counted, and those that ended before the evaluation are said', () => {
    expect(shop.certificate('device')).toBe(true);
    const der = new Uint8Array(new X509Certificate(shop.text('device.pem')).raw);
    const certificates = list(map({ CommonName: word('?Error_-26276?'), Data: data(der), IsIdentity: yes }));
    expect(codes(certificatesOf(certificates, 'CertificateList', soon))).toEqual(['certificates-listed']);
    const found = certificatesOf(certificates, 'CertificateList', late);
    expect(codes(found)).toEqual(['certificates-listed', 'certificate-expired']);
    expect(JSON.stringify(found)).not.toContain('Error_');
    const signed = list(map({ PayloadIdentifier: word('a.b'), SignerCertificates: list(data(der)) }));
    expect(codes(profilesOf(signed, 'ProfileList', late))).toEqual([
      'profiles-listed',
      'certificate-expired',
    ]);
  });
});

it('certificates that are none are said', () => {
  const certificates = list(map({ Data: data(new Uint8Array(10)) }));
  expect(codes(certificatesOf(certificates, 'CertificateList', soon))).toEqual([
    'certificates-listed',
    'record-unreadable',
  ]);
  expect(codes(certificatesOf(list(map({})), 'CertificateList', soon))).toEqual(['record-unreadable']);
});

describe('profiles', () => {
  it('are named in a label, up to a number', () => {
    const many = Array.from({ length: 25 }, (_, index) => map({ PayloadIdentifier: word(`p${10 + index}`) }));
    const { labels, notices } = profilesOf(list(...many), 'ProfileList', soon);
    expect(labels['profiles']).toMatch(/^p10, p11, .*p29, 5 more$/);
    expect(notices[0]?.message).toContain('25 profiles are not protected from removal');
  });
  it.each([
    ['of one without a name', list(map({}))],
    ['of another form', map({})],
    ['of texts', list(word('a.b'))],
  ])('in a list %s are not read', (_how, node) => {
    expect(codes(profilesOf(node, 'ProfileList', soon))).toEqual(['record-unreadable']);
  });
});
