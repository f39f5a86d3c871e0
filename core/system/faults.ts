/** What stops the till from starting. The message is one sentence that says what to do. */
export class SetupFault extends Error {
  override name = 'SetupFault';
}
