# A deployment can end well although the app has no functions: asks an open address of the app until it answers.
# LAMPLIGHTER_ADDRESS is an output of infra/main.bicep, which azd passes on.
$ErrorActionPreference = 'Stop'
$address = "$env:LAMPLIGHTER_ADDRESS/api/dashboard"

for ($try = 0; $try -lt 30; $try++) {
  try {
    Invoke-WebRequest -Uri $address -UseBasicParsing -TimeoutSec 20 | Out-Null
    Write-Output "The app answers: $address"
    exit 0
  } catch {
    Start-Sleep -Seconds 10
  }
}
Write-Error 'The app does not answer. See docs/operations.md#no-functions.'
