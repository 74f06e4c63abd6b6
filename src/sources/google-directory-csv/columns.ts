/**
 * Tables that GAM prints of Google's directories: `print mobile`, `print devices`, `print deviceusers`, `print users`. Columns have
 * the names of the API's fields, nested ones with dots; with `formatjson` a cell holds the whole answer.
 * Source of the layouts: GAM-team/GAM, src/gam (cbcm and mobile commands).
 */
import { hasColumns } from '../../formats/csv-peek.ts';

type Cells = readonly string[];

const isMobile = (cells: Cells): boolean =>
  hasColumns(cells, ['resourceId', 'deviceId'], ['type', 'os', 'email', 'status'], 2);
const isMobileJson = (cells: Cells): boolean => hasColumns(cells, ['resourceId', 'JSON']);
const isCloud = (cells: Cells): boolean =>
  hasColumns(cells, ['name', 'deviceType'], ['managementState', 'ownerType', 'osVersion', 'lastSyncTime'], 2);
const isCloudUsers = (cells: Cells): boolean => hasColumns(cells, ['name', 'userEmail', 'passwordState']);
/** Also what other commands print: the rows then say whether they are devices. */
export const isNameJson = (cells: Cells): boolean => hasColumns(cells, ['name', 'JSON']);
const isUsers = (cells: Cells): boolean =>
  hasColumns(cells, ['primaryEmail'], ['isEnrolledIn2Sv', 'isEnforcedIn2Sv', 'JSON']);

/** Headers that no other table has. */
export const isOwnHeader = (cells: Cells): boolean =>
  isMobile(cells) || isMobileJson(cells) || isCloud(cells) || isCloudUsers(cells) || isUsers(cells);

export const isHeader = (cells: Cells): boolean => isOwnHeader(cells) || isNameJson(cells);
