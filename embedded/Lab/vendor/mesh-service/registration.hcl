services {
  name = "@SERVICE@"
  port = @PORT@
  checks = [{ name = "@SERVICE@ answers", @CHECK@, interval = "5s", timeout = "1s" }]
  connect {
    sidecar_service {
      proxy {
        local_service_address = "@ADDRESS@"
        upstreams = [@UPSTREAMS@]
      }
    }
  }
}
