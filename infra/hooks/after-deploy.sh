#!/bin/sh
# A deployment can end well although the app has no functions: asks an open address of the app until it answers.
# LAMPLIGHTER_ADDRESS is an output of infra/main.bicep, which azd passes on.
set -eu

tries=30
while [ "$tries" -gt 0 ]; do
  status=$(curl --silent --max-time "${LAMPLIGHTER_PATIENCE:-20}" --output /dev/null --write-out '%{http_code}' \
    "$LAMPLIGHTER_ADDRESS/api/dashboard" || true)
  if [ "$status" = 200 ]; then
    echo "The app answers: $LAMPLIGHTER_ADDRESS/api/dashboard"
    exit 0
  fi
  tries=$((tries - 1))
  sleep "${LAMPLIGHTER_PAUSE:-10}"
done
echo "The app does not answer (last status: $status). See docs/operations.md#no-functions." >&2
exit 1
