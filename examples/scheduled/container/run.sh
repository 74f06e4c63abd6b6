#!/bin/sh
# One audit in a container that may do nothing else: no network (take --network none away for --notify), nothing to write but out/.
# --init passes signals on; the exit code is that of the audit. The folder holds passmuster.config.yaml, exports/ and out/.
set -eu
folder=${1:-$PWD}
mkdir -p "$folder/out"
exec docker run --rm --init --network none --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \
  --user "$(id -u):$(id -g)" \
  --volume "$folder:/work:ro" --volume "$folder/out:/work/out" \
  passmuster audit -c passmuster.config.yaml -q --log-format json
