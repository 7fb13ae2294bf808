# shellcheck shell=bash
# What every service of the mesh has, from its line in `mesh-services`.

# add_mesh_services PACKAGE TREE: files into the tree, lines into SCRIPT.
add_mesh_services() {
  local service unit address port upstreams prerequisites sidecar units database
  [[ -n ${SERVICES_OF[$1]:-} ]] || return 0
  while read -r _ service unit address port upstreams prerequisites sidecar; do
    [[ $unit =~ ^(yes|database|own|no)$ && $address =~ ^127\.[0-9.]+$ && $port =~ ^[0-9]+$ && $sidecar =~ ^[0-9]+$ ]] ||
      fail "mesh-services: expected seven columns for $service, unit yes, database, own or no, a loopback address and a port"
    TEMPLATE=([SERVICE]=$service [SHORT]=${service#carbonio-} [ADDRESS]=$address [PORT]=$port
      [PREREQUISITES]=${prerequisites//,/ } [UPSTREAMS]=$(upstreams_of "$address" "$upstreams")
      [UNIT]=$([[ $unit == no ]] || echo "$service.service") [READS]=$(reads_of "$upstreams" "$prerequisites")
      [SIDECAR]=$sidecar
      [COMMAND]="http-service $service $address $port" [CHECK]="tcp = \"$address:$port\"")
    if [[ $unit == database ]]; then
      database=$(tr ',' '\n' <<<"$upstreams" | grep -- -db:) || fail "mesh-services: expected an upstream of $service that is a database"
      TEMPLATE[COMMAND]="database-service $service $address $port ${database#*:} ${database%:*}"
      TEMPLATE[CHECK]="http = \"http://$address:$port/health/ready\""
    fi
    TEMPLATE[PREREQUISITES]=${TEMPLATE[PREREQUISITES]#-}
    template registration.hcl 644 "$2/etc/zextras/service-discover/$service.hcl"
    template policies.json 644 "$2/etc/carbonio/${service#carbonio-}/service-discover/policies.json"
    upstream_names "$upstreams" | write_to "$2/etc/carbonio/${service#carbonio-}/service-discover/intentions"
    template service.conf 644 "$2/usr/lib/carbonio-stand-in/services/$service"
    template setup.sh 755 "$2/etc/zextras/pending-setups.d/$service-setup.sh"
    template sidecar.service 644 "$2/lib/systemd/system/$service-sidecar.service"
    units="$service-sidecar.service"
    [[ $unit != yes && $unit != database ]] || template service.service 644 "$2/lib/systemd/system/$service.service"
    [[ $unit == no ]] || units+=" $service.service"
    TEMPLATE[UNITS]=$units
    SCRIPT["postinst"]+=$(expand "$(<"$VENDOR_HOME/mesh-service/postinst.sh")")$'\n'
    SCRIPT["prerm"]+=$(expand "$(<"$VENDOR_HOME/mesh-service/prerm.sh")")$'\n'
  done <<<"${SERVICES_OF[$1]%$'\n'}"
}
declare -A TEMPLATE=()

# upstreams_of ADDRESS SERVICE:PORT,...: as the registration has them.
upstreams_of() {
  local upstream
  [[ $2 != - ]] || return 0
  for upstream in ${2//,/ }; do
    printf '{ destination_name = "%s", local_bind_address = "%s", local_bind_port = %s }, ' "${upstream%:*}" "$1" "${upstream#*:}"
  done
}

# reads_of UPSTREAMS PREREQUISITES: whose keys the service may read, as its policy has them.
reads_of() {
  {
    upstream_names "$1"
    tr ',' '\n' <<<"$2" | sed -n 's|^kv:\([^/]*\)/.*|\1|p'
  } | sort -u | sed 's|.*|, "&/": { "policy": "read" }|' | tr -d '\n'
}

# Services that this one may speak to.
upstream_names() { [[ $1 == - ]] || tr ',' '\n' <<<"$1" | cut -d: -f1; }

write_to() {
  mkdir -p "$(dirname -- "$1")"
  cat >"$1"
}

# template NAME MODE TARGET
template() {
  expand "$(<"$VENDOR_HOME/mesh-service/$1")" | write_to "$3"
  chmod "$2" "$3"
}

# expand TEXT: @NAME@ becomes its value.
expand() {
  local text=$1 name
  for name in "${!TEMPLATE[@]}"; do
    text=${text//"@$name@"/"${TEMPLATE[$name]}"}
  done
  printf '%s\n' "$text"
}
