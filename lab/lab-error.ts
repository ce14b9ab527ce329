/** A failure whose message says what to do. `lab` prints the message alone; any other error keeps its stack. */
export class LabError extends Error {}
