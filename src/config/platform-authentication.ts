/**
 * Is the authentication of App Service on? Asked while the app is loaded, when nothing may fail and no schema is made: any other
 * word than the platform's own is no, and the table of settings, which has this one as `platformAuthentication`, then refuses it.
 */
export function isAuthenticatedByPlatform(environment: Readonly<Record<string, string | undefined>>): boolean {
  return environment['WEBSITE_AUTH_ENABLED']?.trim().toLowerCase() === 'true';
}
