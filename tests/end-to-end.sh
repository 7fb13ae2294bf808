#!/usr/bin/env bash
# Everything on real hosts from the first command to the last: kills of the launcher, a lab that is prepared, then one with Carbonio
# installed. Takes more than half an hour on two cores. Builds what it needs. Arguments are the test program's, for example -class '*InstallationTests'.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

dotnet build Lab.Tests --verbosity quiet
[ $# -gt 0 ] || set -- -namespace 'CarbonioInfra.Lab.Tests.Crashes*' -namespace 'CarbonioInfra.Lab.Tests.EndToEnd*'
exec Lab.Tests/bin/Debug/net10.0/CarbonioInfra.Lab.Tests -explicit only "$@"
