namespace CarbonioInfra.Components.Topologies;

/// <summary>What a node does. A node may have several roles.</summary>
public enum Role
{
    /// <summary>Consul server of the service mesh; every other node runs an agent.</summary>
    MeshServer,

    /// <summary>OpenLDAP with all configuration and accounts, multi-master between the nodes of this role.</summary>
    DirectoryServer,

    /// <summary>PostgreSQL under Patroni.</summary>
    Postgres,

    /// <summary>Kafka broker, carries the metadata of replicated mailboxes.</summary>
    Kafka,

    /// <summary>Zookeeper server.</summary>
    Zookeeper,

    /// <summary>RabbitMQ for events between services; Carbonio supports one.</summary>
    MessageBroker,

    /// <summary>Carbonio's user management service.</summary>
    UserManagement,

    /// <summary>Prometheus and the syslog aggregator; one node.</summary>
    Monitoring,

    /// <summary>Postfix, amavis, clamav, opendkim.</summary>
    Mta,

    /// <summary>nginx, the web user interfaces and the administration panel.</summary>
    Proxy,

    /// <summary>Mailbox server with the advanced modules and the database connectors.</summary>
    Mailstore,

    /// <summary>Files, preview, docs and tasks.</summary>
    Collaboration,

    /// <summary>Workstream Collaboration (chats). Carbonio requires it as soon as there is a video server.</summary>
    WorkstreamCollaboration,

    /// <summary>Video server and video recorder.</summary>
    Video,

    /// <summary>HAProxy and keepalived in front of MTAs and proxies, where the platform has no load balancer. No part of Carbonio.</summary>
    LoadBalancer,

    /// <summary>An S3 server for mail blobs, where neither the platform nor the site has one. No part of Carbonio.</summary>
    ObjectStorage,
}
