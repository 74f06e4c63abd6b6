/** Files of a folder: of fewer, starting threads takes longer than reading. */
export const fewestFiles = 300;
