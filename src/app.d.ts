import type { Asker } from '#lib/server/access/asker.ts';
import type { Session } from '#lib/server/access/sessions.ts';

declare global {
	namespace App {
		interface Locals {
			/** Who is signed in; `null` on the few public pages. */
			asker: Asker | null;
			/** The session they are signed in by. */
			session: Session | null;
			/** Somebody asked for what is not theirs, or is not there. */
			refused?: true;
			/** Named in logs and on error pages. */
			request: string;
		}
		interface Error {
			message: string;
			/** The id under which the fault was logged. */
			id?: string;
		}
	}
}
