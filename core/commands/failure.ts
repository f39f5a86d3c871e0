/** A command that could not be carried out, for a reason that the person can do something about. One sentence. */
export class CommandFailure extends Error {
  override name = 'CommandFailure';
}
