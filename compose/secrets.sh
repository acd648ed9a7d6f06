#!/usr/bin/env bash
# secrets.sh: makes what is missing in compose/secrets. The containers' user is not yours, so the files are readable to
# all and the folder to you and the engine alone.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
mkdir -p secrets
chmod 700 secrets
for name in local_jwt builder_jwt redis_password operations_token grafana_password; do
  [[ -s secrets/$name ]] && continue
  od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"secrets/$name"
  chmod 644 "secrets/$name"
  echo "Made compose/secrets/$name."
done
