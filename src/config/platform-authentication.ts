/**
 * Is the authentication of App Service on? This is asked while the app is loaded. It must not throw then, and must not build a
 * schema: any value but `True` counts as off. SETTINGS has the same setting as `platformAuthentication` and rejects other values.
 */
export function isAuthenticatedByPlatform(environment: Readonly<Record<string, string | undefined>>): boolean {
  return environment['WEBSITE_AUTH_ENABLED']?.trim().toLowerCase() === 'true';
}
