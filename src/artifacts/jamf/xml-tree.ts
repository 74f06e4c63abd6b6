/** XML of Jamf's Classic API as the tree that its JSON would be: every value is text, and an empty element is null. */
import { MapBuilder, type TreeNode } from '../../formats/node.ts';
import type { XmlElement } from '../../formats/xml-element.ts';

/** Elements that hold a list, and what one item of it is called. Beside the items their number may stand, `size`. */
export const listItems: Readonly<Record<string, string>> = {
  applications: 'application',
  buildings: 'building',
  certificates: 'certificate',
  configuration_profiles: 'configuration_profile',
  departments: 'department',
  extension_attributes: 'extension_attribute',
  ibeacons: 'ibeacon',
  jss_user_groups: 'user_group',
  jss_users: 'user',
  mobile_device_groups: 'mobile_device_group',
  mobile_devices: 'mobile_device',
  network_segments: 'network_segment',
  provisioning_profiles: 'mobile_device_provisioning_profile',
  user_groups: 'user_group',
  users: 'user',
};

export const elementsOf = ({ children }: XmlElement, name?: string): readonly XmlElement[] =>
  children
    .filter((child) => typeof child !== 'string')
    .filter((child) => name === undefined || child.name === name);

export function treeOf(element: XmlElement): TreeNode {
  const { name, line } = element;
  const elements = elementsOf(element);
  if (elements.length === 0) {
    const value = textOf(element);
    return value.trim() === '' ? { type: 'null', line } : { type: 'string', value, line };
  }
  const item = listItems[name];
  if (item !== undefined && elements.every((one) => one.name === item || one.name === 'size'))
    return { type: 'list', line, items: elements.filter((one) => one.name === item).map(treeOf) };
  const builder = new MapBuilder();
  for (const one of elements) builder.add(one.name, treeOf(one));
  return builder.build(line);
}

export const textOf = ({ children }: XmlElement): string =>
  children.filter((child) => typeof child === 'string').join('');

/** Place of a member of the tree in the document: `applications/0/identifier` is `applications/application[1]/identifier`. */
export function placeOf(parent: string, path: string): string {
  const parts = path === '' ? [] : path.split('/');
  return parts.reduce((place, part) => {
    if (!/^\d+$/.test(part)) return place === '' ? part : `${place}/${part}`;
    const list = place.slice(place.lastIndexOf('/') + 1);
    const item = listItems[list];
    return item === undefined ? `${place}[${Number(part) + 1}]` : `${place}/${item}[${Number(part) + 1}]`;
  }, parent);
}
