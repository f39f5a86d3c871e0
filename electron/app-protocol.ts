import { protocol, type Session } from 'electron';
import type { ScreenFile } from './screen-files.ts';
import { SCHEME, screenResponse } from './screen-response.ts';

/** Before the app is ready: `app:` is a scheme with origins, on which the camera and a content policy work. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }]);
}

export function serveScreen(session: Session, files: ReadonlyMap<string, ScreenFile>): void {
  session.protocol.handle(SCHEME, (request) => screenResponse(files, request));
}
