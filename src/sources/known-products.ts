/**
 * Exports of products that are known and that neither a source nor a ready-made mapping reads as they stand: another answer of
 * the API, columns that an administrator picked. Names: vendors' API references and public exports.
 */
import { foldColumn } from '../formats/csv-peek.ts';
import type { Notice } from '../model/notice.ts';
import { isOfPhone } from '../mapping/known-names.ts';
import type { DetectionInput } from './define.ts';

interface Product {
  readonly name: string;
  /** Folded names that no other product has; one of them is enough. */
  readonly own?: readonly string[];
  /** Folded names that only together are of this product. */
  readonly together?: readonly string[];
  readonly form?: RegExp;
}

const products: readonly Product[] = [
  { name: 'Kandji (Iru)', own: ['kandjiagent', 'iruagent', 'blueprintid', 'blueprintname'] },
  { name: 'Mosyle', own: ['deviceudid', 'datelastbeat'] },
  { name: 'Meraki Systems Manager', together: ['osname', 'systemmodel'] },
  { name: 'Hexnode', together: ['enrollmentstatus', 'lastreported'] },
  { name: 'Addigy', own: ['passcodecompliant(withprofiles)', 'hardwareencryptioncapability(iosonly)'] },
  { name: 'Ivanti (MobileIron)', form: /^(common\.(status|platform|imei|uuid)|ios\.|android\.)/ },
  { name: 'ManageEngine MDM', own: ['platformtypeid'], together: ['managedstatus', 'platformtype'] },
  { name: 'Miradore', form: /^(invdevice|miradore)/ },
  { name: 'Headwind MDM', together: ['configurationid', 'mdmmode'] },
  { name: 'BlackBerry UEM', own: ['userdevices', 'outofcomplianceinfo'] },
];

const guide = 'A mapping file explains it: passmuster mapping new FILE, see docs/mapping.md';

/** @returns undefined for what is no list of phones that a mapping could explain */
export function unmapped({ json, csv }: DetectionInput): Notice | undefined {
  const tables = csv.map(({ cells }) => cells);
  const lists = json === undefined ? [] : [[...json.keys.keys()], ...rowsOf(json)];
  const all = [...tables, ...lists].map((names) => names.map(foldColumn));
  const product = products.find((one) => all.some((names) => isOf(names, one)));
  if (product !== undefined)
    return {
      code: 'mapping-needed',
      message: `This is an export of ${product.name}, in a form that no ready-made mapping reads. ${guide}`,
    };
  const isList = [...tables, ...lists].some((names) => new Set(names.filter(isOfPhone)).size >= 3);
  if (!isList) return undefined;
  return {
    code: 'mapping-needed',
    message: `This looks like a list of devices of a product that has no reader. ${guide}`,
  };
}

const rowsOf = ({ rows }: NonNullable<DetectionInput['json']>): string[][] =>
  [...rows.values()].map((row) => [...row.keys()]);

function isOf(names: readonly string[], { own = [], together = [], form }: Product): boolean {
  return (
    own.some((name) => names.includes(name)) ||
    (together.length > 0 && together.every((name) => names.includes(name))) ||
    (form !== undefined && names.some((name) => form.test(name)))
  );
}
