namespace Sidecar.Bench.Targets;

/// <summary>The configuration files of the yardsticks.</summary>
internal static class ProxyConfigurations
{
    private const string NginxInMemory = "client_body_buffer_size 16m; proxy_buffers 16 1m; proxy_max_temp_file_size 0;";

    /// <summary>nginx with every body in memory.</summary>
    public static string NginxTuned(string folder, int port, int upstream) => Nginx(folder, port, upstream, NginxInMemory);

    /// <summary>nginx with its defaults, but for what the work needs: large bodies, connections that are kept.</summary>
    public static string NginxStock(string folder, int port, int upstream) => Nginx(folder, port, upstream, "");

    public static string Haproxy(int port, int upstream) => $$"""
        global
            maxconn 4096
        defaults
            mode http
            timeout connect 5s
            timeout client 600s
            timeout server 60s
            timeout http-keep-alive 600s
        listen bench
            bind 127.0.0.1:{{port}}
            http-reuse always
            server stub 127.0.0.1:{{upstream}}

        """;

    private static string Nginx(string folder, int port, int upstream, string buffers) => $$"""
        daemon off;
        master_process off;
        pid {{folder}}/pid;
        error_log {{folder}}/error.log;
        events { worker_connections 1024; }
        http {
          access_log off;
          client_body_temp_path {{folder}}/body;
          proxy_temp_path {{folder}}/proxy;
          fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi;
          scgi_temp_path {{folder}}/scgi;
          client_max_body_size 128m;
          keepalive_timeout 600s;
          keepalive_requests 100000000;
          {{buffers}}
          upstream stub { server 127.0.0.1:{{upstream}}; keepalive 64; keepalive_requests 100000000; keepalive_timeout 600s; }
          server {
            listen 127.0.0.1:{{port}};
            location / { proxy_pass http://stub; proxy_http_version 1.1; proxy_set_header Connection ""; }
          }
        }

        """;
}
