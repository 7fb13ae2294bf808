services {
  name = "@SERVICE@"
  port = @PORT@
  checks = [{ name = "@SERVICE@ answers", @CHECK@, interval = "10s", timeout = "5s" }]
  connect {
    sidecar_service {
      port = @SIDECAR@
      proxy {
        local_service_address = "@ADDRESS@"
        upstreams = [@UPSTREAMS@]
      }
    }
  }
}
