/**
 * Settings that the Functions host reads and the app does not, with what each is for.
 * https://learn.microsoft.com/azure/azure-functions/functions-app-settings
 */
export const HOST_SETTINGS: Readonly<Record<string, string>> = {
  FUNCTIONS_WORKER_RUNTIME:
    'Language of the app. Only for the local run: in Azure (Flex Consumption) the site resource has it.',
  AzureWebJobsStorage__credential:
    '`managedidentity`: the host signs in to the storage account as the identity of the app.',
  APPLICATIONINSIGHTS_CONNECTION_STRING: 'Application Insights resource to which the host sends logs and requests.',
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING:
    '`ClientId=…;Authorization=AAD`: the host signs in to Application Insights with the identity. The resource accepts no telemetry without a sign-in.',
  WEBSITE_AUTH_AAD_ALLOWED_TENANTS: 'Tenants whose users may sign in, where the authentication of App Service is on.',
  OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID:
    'Client id of the identity that App Service uses instead of a client secret when users sign in with a browser.',
};
