#!/usr/bin/env bash
# Speaks to the emulator with the Azure command line, as it is: `az batch` 2.x against the data plane, over https.
#
# Needs: Node as package.json says, `npm ci` done, openssl, and the command line itself, which is not part of this
# repository (Debian: `apt-get install azure-cli`). From the root of the repository:
#
#   bash test/by-hand/az-batch.sh
#
# It starts an emulator of its own on any free port and ends it again; it needs no account, no login and no network.
# Each step prints what it expects and stops the script with the step's name where that does not come.
set -euo pipefail

cd "$(dirname "$0")/../.."
export PATH="$PWD/node_modules/.bin:$PATH"
command -v az > /dev/null || { echo 'az is not there: see the beginning of this file.' >&2; exit 2; }

work=$(mktemp -d)
emulator=
finish() {
  [ -z "$emulator" ] || kill "$emulator" 2> /dev/null || true
  rm -rf "$work"
}
trap finish EXIT

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=127.0.0.1 \
  -addext subjectAltName=IP:127.0.0.1 -keyout "$work/key.pem" -out "$work/certificate.pem" 2> /dev/null

node src/emulator/main.ts --port 0 --speed 0 --json --tls-cert "$work/certificate.pem" --tls-key "$work/key.pem" \
  > "$work/ready" &
emulator=$!
until [ -s "$work/ready" ]; do
  kill -0 "$emulator" || { echo 'The emulator did not start.' >&2; exit 1; }
  sleep 0.1
done

of_ready() { node -p "JSON.parse(require('fs').readFileSync('$work/ready', 'utf8')).$1"; }
url=$(of_ready emulator)
export AZURE_BATCH_ENDPOINT="$url"
AZURE_BATCH_ACCOUNT=$(of_ready account)
AZURE_BATCH_ACCESS_KEY=$(of_ready accountKey)
export AZURE_BATCH_ACCOUNT AZURE_BATCH_ACCESS_KEY
export AZURE_CONFIG_DIR="$work/az"
export AZURE_CORE_COLLECT_TELEMETRY=false AZURE_CORE_ONLY_SHOW_ERRORS=true
# The certificate that the command line's HTTP library (requests) trusts.
export REQUESTS_CA_BUNDLE="$work/certificate.pem"

advance() {
  curl --silent --show-error --fail --cacert "$work/certificate.pem" \
    --data "{\"advance\":\"$1\"}" "$url/_emulator/clock" > /dev/null
}

# expect STEP VALUE COMMAND...: the command prints the value.
expect() {
  local step=$1 value=$2 got
  shift 2
  got=$("$@") || { echo "FAILED $step: $*" >&2; exit 1; }
  [ "$got" = "$value" ] || { echo "FAILED $step: expected '$value', got '$got'" >&2; exit 1; }
  echo "ok $step"
}

# A call that `az batch` has no command for: signed as the service wants it.
deallocate() {
  node --input-type=module - "$url" "$AZURE_BATCH_ACCOUNT" "$AZURE_BATCH_ACCESS_KEY" "$1" "$2" << 'CALL'
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
const [url, account, key, pool, node] = process.argv.slice(2);
const path = `/pools/${pool}/nodes/${node}/deallocate`;
const [body, type, version] = ['{}', 'application/json; odata=minimalmetadata', '2024-07-01.20.0'];
const date = new Date().toUTCString();
const head = ['POST', '', '', body.length, '', type, '', '', '', '', '', ''];
const text = [...head, `ocp-date:${date}`, `/${account}${path}`, `api-version:${version}`].join('\n');
const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64');
const headers = { authorization: `SharedKey ${account}:${signature}`, 'content-type': type, 'ocp-date': date };
const ca = readFileSync(process.env.REQUESTS_CA_BUNDLE);
request(`${url}${path}?api-version=${version}`, { method: 'POST', ca, headers: { ...headers, 'content-length': body.length } })
  .on('response', (answer) => { answer.resume(); console.log(answer.statusCode); })
  .end(body);
CALL
}

state_of_node() { az batch node show --pool-id render --node-id "$1" --query state --output tsv; }
nodes() { az batch node list --pool-id render --query 'length(@)' --output tsv; }

expect 'no pool at first' 0 az batch pool list --query 'length(@)' --output tsv

expect 'a pool is created' '' az batch pool create --id render --vm-size STANDARD_D2S_V3 --target-dedicated-nodes 2 \
  --image microsoftcblmariner:cbl-mariner:cbl-mariner-2 --node-agent-sku-id 'batch.node.mariner 2.0'
advance PT1H
expect 'the pool is listed' render az batch pool list --query '[0].id' --output tsv
expect 'the pool is shown' steady az batch pool show --pool-id render --query allocationState --output tsv
expect 'its nodes are listed' 2 nodes

expect 'the pool is resized' '' az batch pool resize --pool-id render --target-dedicated-nodes 3
advance PT1H
expect 'it has another node' 3 nodes

node=$(az batch node list --pool-id render --query '[0].id' --output tsv)
expect 'a node is shown' idle state_of_node "$node"
expect 'a node is rebooted' '' az batch node reboot --pool-id render --node-id "$node"
expect 'it says so' rebooting state_of_node "$node"
advance PT1H
expect 'it comes back' idle state_of_node "$node"

expect 'a node is deallocated by a call of a newer version' 202 deallocate render "$node"
advance PT1H
# "For previous versions … Deallocated will appear as Offline"; a command line that asks for 2024-07-01.20.0 or newer sees
# the state itself.
case $(state_of_node "$node") in
  offline) echo 'ok a deallocated node looks offline' ;;
  deallocated) echo 'ok a deallocated node is seen as such: this az asks for 2024-07-01.20.0 or newer' ;;
  *) echo "FAILED a deallocated node looks $(state_of_node "$node")" >&2; exit 1 ;;
esac

expect 'the pool is deleted' '' az batch pool delete --pool-id render --yes
advance PT1H
expect 'no pool at last' 0 az batch pool list --query 'length(@)' --output tsv
echo 'All is as expected.'
