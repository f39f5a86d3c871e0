/** The window's program has said what is wrong, in a box of its own: no second try in a browser. */
export const FAULT_STATUS = 3;
